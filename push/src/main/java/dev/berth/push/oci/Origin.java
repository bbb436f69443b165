package dev.berth.push.oci;

import dev.berth.push.Connection;
import dev.berth.reference.RegistryUri;
import java.net.URI;
import java.util.Locale;

/**
 * Scheme, host and port: what a credential is bound to (RFC 6454).
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host in lower case, IPv6 addresses in brackets
 * @param port the port, never left to the scheme
 */
record Origin(String scheme, String host, int port) {
  /**
   * Where a registry is that image references call {@code host}: over TLS, but on this machine
   * without unless the connection has certificates, and without where it is to be insecure.
   */
  static Origin ofRegistry(String host, Connection connection) {
    if (host.equals("docker.io")) {
      return new Origin("https", "registry-1.docker.io", 443);
    }
    boolean plain =
        connection.insecure()
            || (RegistryUri.parse(host).isLocal()
                && connection.caCertificate().isEmpty()
                && connection.clientCertificate().isEmpty());
    return of(URI.create((plain ? "http://" : "https://") + host));
  }

  /**
   * The origin of a URI.
   *
   * @throws IllegalArgumentException when it is not an HTTP URI, or has user information
   */
  static Origin of(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("it is neither http nor https");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("it has no host or has user information");
    }
    int port = uri.getPort() < 0 ? (scheme.equals("https") ? 443 : 80) : uri.getPort();
    return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
  }

  /** {@code host[:port]}, as image references call it. */
  String authority() {
    return port == (isSecure() ? 443 : 80) ? host : host + ":" + port;
  }

  boolean isSecure() {
    return scheme.equals("https");
  }

  boolean isLocal() {
    return RegistryUri.parse(host + ":" + port).isLocal();
  }

  /** Whether a request that was sent here may go on there without losing the protection of TLS. */
  boolean mayLeadTo(Origin other) {
    return other.isSecure() || (!isSecure() && isLocal() && other.isLocal());
  }

  /** The same host and port, spoken to with TLS. */
  Origin secured() {
    return new Origin("https", host, port);
  }

  URI resolve(URI target) {
    return URI.create(this + "/").resolve(target);
  }

  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }
}
