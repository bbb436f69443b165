package dev.berth.push.http;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;

/** Cancels the running requests of one push. */
public class Cancellation {
  /** For requests that nothing cancels. */
  public static final Cancellation NONE =
      new Cancellation() {
        @Override
        public void cancel() {
          throw new UnsupportedOperationException();
        }
      };

  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Map<Cancellable, String> running = new ConcurrentHashMap<>();

  public boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  public void cancel() {
    cancelled.countDown();
    running.keySet().forEach(Cancellable::cancel);
  }

  /** Reports that the push has ended, successfully or not. */
  public void ended() {
    ended.countDown();
  }

  /** Waits for the push to end, at most for this time. */
  public void awaitEnd(long nanos) {
    try {
      ended.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The steps whose requests run now, in words. */
  public List<String> steps() {
    return running.values().stream().distinct().sorted().toList();
  }

  /** Throws if the push is cancelled. */
  public void requireActive() {
    if (isCancelled()) {
      throw failure();
    }
  }

  /**
   * Registers a request that is about to be sent.
   *
   * @param step the current step, in words
   * @throws BerthException if the push is cancelled already
   */
  void begin(Cancellable request, String step) {
    running.put(request, step);
    if (isCancelled()) {
      running.remove(request);
      throw failure();
    }
  }

  void end(Cancellable request) {
    running.remove(request);
  }

  /**
   * Waits, until the push is cancelled at the latest.
   *
   * @throws BerthException if it is cancelled
   */
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
