package dev.berth.push.http;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.Header;

/**
 * A server's whole response to one request.
 *
 * @param uri the URI of the request
 * @param body the body, of limited size; if the request needs none, or of an error, only the
 *     beginning of what could be read. Callers must not change it
 * @param stream the body of a successful response to a streamed request, to be closed by the caller
 */
@SuppressWarnings("ArrayRecordComponent")
public record Response(
    URI uri, int status, List<Header> headers, byte[] body, Optional<InputStream> stream) {
  /** A response whose body was read. */
  Response(URI uri, int status, List<Header> headers, byte[] body) {
    this(uri, status, headers, body, Optional.empty());
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  boolean isRedirect() {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  List<String> headers(String name) {
    return headers.stream()
        .filter(header -> header.getName().equalsIgnoreCase(name))
        .map(Header::getValue)
        .toList();
  }

  /** The body as text; of an error only the beginning. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
