package dev.berth.push.http;

import dev.berth.push.RateLimit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * Writes a body, watched by a stall detector. If the connection breaks while it is written, the
 * exchange goes on: the server may have sent an error before it closed, so its response is read
 * first.
 */
final class WatchedEntity extends AbstractHttpEntity {
  private final Body body;
  private final StallDetector stalls;
  private final Cancellable request;
  private final Pace pace;
  private final StallDetector.Limit limit;
  private volatile @Nullable IOException broken;

  /** How fast a body may be sent, until it is cancelled. */
  record Pace(RateLimit rate, Cancellation cancellation) {}

  /**
   * A body to send.
   *
   * @param request the request to cancel when the body stalls
   * @param limit the limit of the rest of the exchange, which does not count while bytes are sent
   */
  WatchedEntity(
      Body body, StallDetector stalls, Cancellable request, Pace pace, StallDetector.Limit limit) {
    super((String) null, null, body.length() == Body.UNKNOWN);
    this.body = body;
    this.stalls = stalls;
    this.request = request;
    this.pace = pace;
    this.limit = limit;
  }

  /** The failure that broke the connection before the whole body was sent. */
  @Nullable IOException broken() {
    return broken;
  }

  @Override
  public long getContentLength() {
    return body.length();
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  @Override
  public InputStream getContent() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    limit.stop();
    try (StallDetector.Watched watched = stalls.watch(request)) {
      body.writeTo(new Counted(out, watched));
    } catch (IOException e) {
      if (broken == null) {
        throw e;
      }
    } finally {
      limit.start();
    }
  }

  @Override
  public void close() {}

  private final class Counted extends OutputStream {
    private final OutputStream out;
    private final StallDetector.Watched watched;

    Counted(OutputStream out, StallDetector.Watched watched) {
      this.out = out;
      this.watched = watched;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (int done = 0; done < length; ) {
        int slice = pace.rate().slice(length - done);
        long wait = pace.rate().take(slice);
        if (wait > 0) {
          watched.pausing();
          pace.cancellation().pause(wait);
        }
        send(bytes, offset + done, slice);
        done += slice;
      }
    }

    private void send(byte[] bytes, int offset, int length) throws IOException {
      watched.waiting();
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        broken = watched.hasStalled() ? stalls.failure(e) : e;
        throw e;
      }
      watched.moved(length);
    }
  }
}
