package dev.berth.push.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.Header;

/** A server's whole response to one request, with a body of limited size. */
public final class Response {
  private final URI uri;
  private final int status;
  private final List<Header> headers;
  private final byte[] body;

  Response(URI uri, int status, List<Header> headers, byte[] body) {
    this.uri = uri;
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** The URI of the request. */
  URI uri() {
    return uri;
  }

  public int status() {
    return status;
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

  List<Header> headers() {
    return headers;
  }

  /** The body as text; of an error only the beginning. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body; of an error only the beginning. Callers must not change it. */
  public byte[] body() {
    return body;
  }
}
