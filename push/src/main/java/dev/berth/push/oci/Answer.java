package dev.berth.push.oci;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.Header;

/** A server's whole answer to one request: what a session needs of it, the body within a limit. */
final class Answer {
  private final URI uri;
  private final int status;
  private final List<Header> headers;
  private final byte[] body;

  Answer(URI uri, int status, List<Header> headers, byte[] body) {
    this.uri = uri;
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** The URI that was asked for. */
  URI uri() {
    return uri;
  }

  int status() {
    return status;
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  boolean isRedirect() {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  List<String> headers(String name) {
    return headers.stream()
        .filter(header -> header.getName().equalsIgnoreCase(name))
        .map(Header::getValue)
        .toList();
  }

  List<Header> headers() {
    return headers;
  }

  /** The body as text; of an error, its beginning. */
  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body; of an error, its beginning. Not to be changed. */
  byte[] body() {
    return body;
  }
}
