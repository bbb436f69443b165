package dev.berth.push.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.io.Closer;

/**
 * The body of a response that its reader receives bit by bit, watched by a stall detector. A body
 * that is not read to its end ends the connection.
 */
final class ResponseStream extends InputStream {
  private final HttpUriRequestBase request;
  private final ClassicHttpResponse response;
  private final InputStream content;
  private final StallDetector stalls;
  private final StallDetector.Watched watched;
  private final Cancellation cancellation;
  private boolean complete;
  private boolean closed;

  /**
   * A body that nothing was read of.
   *
   * @param cancellation what the request is registered with until it is closed
   */
  ResponseStream(
      HttpUriRequestBase request,
      ClassicHttpResponse response,
      StallDetector stalls,
      Cancellation cancellation)
      throws IOException {
    HttpEntity entity = response.getEntity();
    this.request = request;
    this.response = response;
    this.content = entity == null ? InputStream.nullInputStream() : entity.getContent();
    this.stalls = stalls;
    this.watched = stalls.watch(request);
    this.cancellation = cancellation;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    watched.waiting();
    int count = 0;
    try {
      count = content.read(bytes, offset, length);
      complete = count < 0;
      return count;
    } catch (IOException e) {
      throw watched.hasStalled() ? stalls.failure(e) : e;
    } finally {
      watched.moved(Math.max(count, 0));
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    watched.close();
    if (!complete) {
      request.cancel();
    }
    Closer.closeQuietly(response);
    cancellation.end(request);
  }
}
