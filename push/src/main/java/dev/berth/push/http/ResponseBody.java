package dev.berth.push.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * The body of a response that is being received. A body that is not read to its end ends the
 * connection, since the rest may be endless.
 */
final class ResponseBody {
  /** How much of a body is read that matters only for what it says about the status. */
  static final int MAX_UNNEEDED = 64 * 1024;

  private static final Duration UNNEEDED_TIME = Duration.ofSeconds(5);

  private final HttpUriRequestBase request;
  private final ClassicHttpResponse response;

  ResponseBody(HttpUriRequestBase request, ClassicHttpResponse response) {
    this.request = request;
    this.response = response;
  }

  /** Whether it is compressed or otherwise encoded. */
  boolean isEncoded() {
    return !encoding().isEmpty() && !encoding().equals("identity");
  }

  private String encoding() {
    Header header = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
    return header == null ? "" : header.getValue().strip().toLowerCase(Locale.ROOT);
  }

  /**
   * The whole body; if it is longer than the limit, one byte more than that.
   *
   * @throws IOException when it cannot be read to its end
   */
  byte[] whole(int limit) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    boolean complete = false;
    // Not closed here: closing reads the rest.
    InputStream content = entity.getContent();
    try {
      byte[] body = content.readNBytes(limit + 1);
      complete = body.length <= limit;
      return body;
    } finally {
      if (!complete) {
        request.cancel();
      }
    }
  }

  /**
   * The beginning of a body that is not needed: the status says what happened, whatever the body
   * is. It is empty if the body is encoded in an unknown way.
   */
  byte[] beginning(StallDetector clock) {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    var body = new ByteArrayOutputStream();
    boolean complete = false;
    Future<?> deadline = clock.cancelAfter(UNNEEDED_TIME, request);
    try {
      complete = copy(entity.getContent(), body);
    } catch (IOException e) {
      complete = false;
    } finally {
      deadline.cancel(false);
      if (!complete) {
        request.cancel();
      }
    }
    return decoded(body.toByteArray());
  }

  private static boolean copy(InputStream content, ByteArrayOutputStream body) throws IOException {
    byte[] buffer = new byte[8 * 1024];
    while (body.size() <= MAX_UNNEEDED) {
      int read = content.read(buffer);
      if (read < 0) {
        return true;
      }
      body.write(buffer, 0, read);
    }
    return false;
  }

  private byte[] decoded(byte[] body) {
    if (!isEncoded()) {
      return body;
    }
    var decoded = new ByteArrayOutputStream();
    if (encoding().equals("gzip") || encoding().equals("x-gzip")) {
      try (var content = new GZIPInputStream(new ByteArrayInputStream(body))) {
        copy(content, decoded);
      } catch (IOException e) {
        // What could be decoded is enough.
        return decoded.toByteArray();
      }
    }
    return decoded.toByteArray();
  }
}
