package dev.berth.push.docker;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;

/** The grammar of {@code DOCKER_HOST}: {@code unix:///path} or {@code tcp://host[:port][/path]}. */
final class EngineAddress {
  private static final int PORT = 2375;
  private static final int TLS_PORT = 2376;

  private EngineAddress() {}

  /** Parses an address from a source; {@code tls} decides the default port. */
  static URI parse(String text, String source, boolean tls) {
    int separator = text.indexOf("://");
    String scheme = separator < 0 ? "tcp" : text.substring(0, separator);
    String rest = separator < 0 ? text : text.substring(separator + 3);
    try {
      return switch (scheme) {
        case "unix" -> socket(rest);
        case "tcp" -> host(new URI("tcp://" + rest), tls ? TLS_PORT : PORT);
        case "ssh" -> throw overSsh(text, source);
        default ->
            throw failure(text, source, "Berth supports unix:// and tcp:// only, not " + scheme);
      };
    } catch (URISyntaxException e) {
      throw failure(text, source, e.getReason());
    }
  }

  private static URI socket(String path) throws URISyntaxException {
    if (!path.startsWith("/")) {
      throw new URISyntaxException(path, "a socket's path is absolute");
    }
    return new URI("unix", null, path, null);
  }

  private static URI host(URI uri, int defaultPort) throws URISyntaxException {
    int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
    if (uri.getHost() == null || uri.getRawUserInfo() != null || port < 1 || port > 65535) {
      throw new URISyntaxException("", "it has the form tcp://host:port");
    }
    return new URI("tcp", null, uri.getHost(), port, uri.getPath(), null, null);
  }

  /** The docker command starts {@code ssh} for such an engine. */
  private static BerthException overSsh(String text, String source) {
    String host = masked(text.replaceFirst("^ssh://", "").replaceFirst("/.*$", ""));
    return new BerthException(
        ErrorCode.ENGINE,
        unusable(text, source, "Berth does not start ssh"),
        "forward its socket: ssh -NL /tmp/docker.sock:/var/run/docker.sock %s, and set"
                .formatted(host)
            + " DOCKER_HOST=unix:///tmp/docker.sock");
  }

  private static String masked(String text) {
    // Before the @ may be a password.
    return text.replaceAll("(^|/)([^/@:]*):[^/@]*@", "$1$2:***@");
  }

  private static BerthException failure(String text, String source, String reason) {
    return new BerthException(
        ErrorCode.ENGINE,
        unusable(text, source, reason),
        "write unix:///path/to/docker.sock or tcp://host:port to " + source);
  }

  private static String unusable(String text, String source, String reason) {
    return "%s is not a usable address of a Docker engine: '%s': %s"
        .formatted(source, masked(text), reason);
  }
}
