package dev.berth.reference;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * A scheme, a host and a port, which credentials are bound to (RFC 6454).
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host in lower case, IPv6 addresses in brackets
 * @param port the port, never left to the scheme
 * @since 0.1
 */
public record Origin(String scheme, String host, int port) {
  private static final int MAX_PORT = 65_535;

  /**
   * The origin of the registry that image references call {@code host}.
   *
   * @param host for instance {@code docker.io} or {@code localhost:5000}
   * @param plain whether to use plain HTTP
   * @return its origin
   */
  public static Origin ofRegistry(String host, boolean plain) {
    return host.equals("docker.io")
        ? new Origin("https", "registry-1.docker.io", 443)
        : of(URI.create((plain ? "http://" : "https://") + host));
  }

  /**
   * Parses the URL of an endpoint, {@code http[s]://host[:port]}.
   *
   * @param text the URL, with or without a slash at its end
   * @return its origin
   * @throws IllegalArgumentException when it is something else, or has a path, a query or user
   *     information
   */
  public static Origin parse(String text) {
    try {
      URI uri = new URI(text);
      String path = uri.getRawPath();
      boolean bare = path == null || path.isEmpty() || path.equals("/");
      if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
        throw new IllegalArgumentException("the port does not exist");
      }
      if (bare && uri.getRawQuery() == null && uri.getRawFragment() == null) {
        return of(uri);
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IllegalArgumentException("write http[s]://HOST[:PORT]", e);
    }
    throw new IllegalArgumentException("write http[s]://HOST[:PORT], without a path");
  }

  /**
   * {@return the origin of a URI}
   *
   * @param uri an absolute URI
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

  /** {@return the registry as image references name it, {@code host[:port]}} */
  public String authority() {
    return port == (isSecure() ? 443 : 80) ? host : host + ":" + port;
  }

  /** {@return whether the scheme is HTTPS} */
  public boolean isSecure() {
    return scheme.equals("https");
  }

  /** {@return whether the host is {@code localhost}, in {@code 127.0.0.0/8}, or {@code [::1]}} */
  public boolean isLocal() {
    return RegistryUri.parse(host + ":" + port).isLocal();
  }

  /**
   * {@return whether a request to this origin may be redirected without losing the protection of
   * TLS}
   *
   * @param other the other origin
   */
  public boolean mayLeadTo(Origin other) {
    return other.isSecure() || (!isSecure() && isLocal() && other.isLocal());
  }

  /** {@return the same host and port with HTTPS} */
  public Origin secured() {
    return new Origin("https", host, port);
  }

  /** {@return {@code scheme://host[:port]}, without the scheme's default port} */
  public URI toUri() {
    return URI.create(toString());
  }

  /**
   * Resolves a URI against this origin.
   *
   * @param target a path or an absolute URI
   * @return an absolute URI
   */
  public URI resolve(URI target) {
    return URI.create(this + "/").resolve(target);
  }

  /** {@code scheme://host[:port]}, without the scheme's default port. */
  @Override
  public String toString() {
    return scheme + "://" + authority();
  }
}
