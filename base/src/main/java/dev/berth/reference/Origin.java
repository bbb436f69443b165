package dev.berth.reference;

import java.net.URI;
import java.util.Locale;

/**
 * Scheme, host and port: what a credential is bound to (RFC 6454).
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host in lower case, IPv6 addresses in brackets
 * @param port the port, never left to the scheme
 */
public record Origin(String scheme, String host, int port) {
  /**
   * The origin of the registry that image references call {@code host}.
   *
   * @param host for instance {@code docker.io} or {@code localhost:5000}
   * @param plain whether it is spoken to without TLS
   */
  public static Origin ofRegistry(String host, boolean plain) {
    return host.equals("docker.io")
        ? new Origin("https", "registry-1.docker.io", 443)
        : of(URI.create((plain ? "http://" : "https://") + host));
  }

  /**
   * The origin of a URI.
   *
   * @throws IllegalArgumentException when it is not an HTTP URI, or has user information
   */
  public static Origin of(URI uri) {
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
  public String authority() {
    return port == (isSecure() ? 443 : 80) ? host : host + ":" + port;
  }

  /** Whether it is spoken to with TLS. */
  public boolean isSecure() {
    return scheme.equals("https");
  }

  /** Whether it is on this machine: {@code localhost}, {@code 127.0.0.0/8} or {@code [::1]}. */
  public boolean isLocal() {
    return RegistryUri.parse(host + ":" + port).isLocal();
  }

  /** Whether a request that was sent here may go on there without losing the protection of TLS. */
  public boolean mayLeadTo(Origin other) {
    return other.isSecure() || (!isSecure() && isLocal() && other.isLocal());
  }

  /** The same host and port, spoken to with TLS. */
  public Origin secured() {
    return new Origin("https", host, port);
  }

  /** The URI of a path or of an absolute URI, as seen from here. */
  public URI resolve(URI target) {
    return URI.create(this + "/").resolve(target);
  }

  /** {@code scheme://host:port}. */
  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }
}
