package dev.berth.localregistry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.net.PercentCodec;
import org.apache.hc.core5.net.WWWFormCodec;
import org.jspecify.annotations.Nullable;

/** A request. */
final class Request {
  private final ClassicHttpRequest http;
  private final String path;
  private final List<NameValuePair> parameters;

  Request(ClassicHttpRequest http) {
    this.http = http;
    String target = http.getPath() == null ? "/" : http.getPath();
    int mark = target.indexOf('?');
    path = PercentCodec.decode(mark < 0 ? target : target.substring(0, mark), UTF_8);
    parameters = mark < 0 ? List.of() : WWWFormCodec.parse(target.substring(mark + 1), UTF_8);
  }

  String method() {
    return http.getMethod();
  }

  /** The decoded path, not validated. */
  String path() {
    return path;
  }

  @Nullable String parameter(String name) {
    return parameters.stream()
        .filter(pair -> pair.getName().equals(name) && pair.getValue() != null)
        .map(NameValuePair::getValue)
        .findFirst()
        .orElse(null);
  }

  @Nullable String header(String name) {
    var header = http.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  /** The body's size in bytes; negative if unknown. */
  long length() {
    return http.getEntity() == null ? 0 : http.getEntity().getContentLength();
  }

  /** The body. Reading it throws {@link ClientGone} if the client breaks off. */
  InputStream body() throws IOException {
    return http.getEntity() == null
        ? InputStream.nullInputStream()
        : ClientGone.telling(http.getEntity().getContent());
  }

  /** The failure for a method that the path does not support. */
  RegistryError unsupported() {
    return new RegistryError(
        RegistryErrorCode.UNSUPPORTED, "this path does not support " + method());
  }
}
