package dev.berth.push.http;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;

/** Ends what one push has under way when it is not wanted any more. */
public final class Cancellation {
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Set<Cancellable> running = ConcurrentHashMap.newKeySet();

  public boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  public void cancel() {
    cancelled.countDown();
    running.forEach(Cancellable::cancel);
  }

  /** The push has ended, well or not. */
  public void ended() {
    ended.countDown();
  }

  /** Waits for the push to end, but no longer than this. */
  public void awaitEnd(long nanos) {
    try {
      ended.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Throws once it is cancelled. */
  void requireNone() {
    if (isCancelled()) {
      throw failure();
    }
  }

  /**
   * Something that is under way from now on.
   *
   * @throws BerthException when it may not begin any more
   */
  void begin(Cancellable request) {
    running.add(request);
    if (isCancelled()) {
      running.remove(request);
      throw failure();
    }
  }

  void end(Cancellable request) {
    running.remove(request);
  }

  /** Waits, but not beyond a cancellation. */
  void pause(long nanos) {
    try {
      if (cancelled.await(nanos, TimeUnit.NANOSECONDS)) {
        throw failure();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure();
    }
  }

  public static BerthException failure() {
    return new BerthException(ErrorCode.TRANSIENT, "the push was cancelled");
  }
}
