package dev.berth.push.http;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Repeats what may succeed later. All that goes to one registry waits when it asks one to wait. */
public final class Retrier {
  private final RetryPolicy policy;
  // The point of System.nanoTime() before which nothing is sent.
  private final AtomicLong open = new AtomicLong(System.nanoTime());

  Retrier(RetryPolicy policy) {
    this.policy = policy;
  }

  /**
   * Sends until an answer is not a transient one, or it has been tried often enough. A last
   * transient answer is returned, a last transient failure thrown.
   *
   * @param send sends once
   */
  Response repeat(Supplier<Response> send, Cancellation cancellation) {
    long end = System.nanoTime() + policy.total().toNanos();
    for (int attempt = 1; ; attempt++) {
      awaitOpen(cancellation);
      Optional<Duration> asked = Optional.empty();
      boolean throttled = false;
      try {
        Response answer = send.get();
        if (attempt >= policy.attempts() || !RetryPolicy.isTransient(answer.status())) {
          return answer;
        }
        asked = RetryPolicy.asked(answer.header("Retry-After"), answer.text(), Instant.now());
        throttled = answer.status() == 429 || asked.isPresent();
        if (!waitAfter(attempt, asked, throttled, end, cancellation)) {
          return answer;
        }
      } catch (BerthException e) {
        if (e.code() != ErrorCode.TRANSIENT
            || cancellation.isCancelled()
            || attempt >= policy.attempts()
            || !waitAfter(attempt, asked, throttled, end, cancellation)) {
          throw attempt == 1 ? e : afterAttempts(attempt, e);
        }
      }
    }
  }

  private static BerthException afterAttempts(int attempts, BerthException e) {
    return new BerthException(
        e.code(),
        "%s (tried %d times)".formatted(e.getMessage(), attempts),
        e.getCause(),
        e.hints().toArray(String[]::new));
  }

  /** Lets all wait as long as an answer asks for. */
  public void heed(Response answer) {
    if (RetryPolicy.isTransient(answer.status())) {
      RetryPolicy.asked(answer.header("Retry-After"), answer.text(), Instant.now())
          .filter(wait -> wait.compareTo(policy.total()) <= 0)
          .ifPresent(wait -> openAfter(wait.toNanos()));
    }
  }

  private void openAfter(long nanos) {
    open.accumulateAndGet(System.nanoTime() + nanos, (a, b) -> a - b > 0 ? a : b);
  }

  /** Waits before whole blobs are tried again; false when there is no time left for that. */
  public boolean waitAfter(int attempt, Cancellation cancellation) {
    return waitAfter(
        attempt,
        Optional.empty(),
        false,
        System.nanoTime() + policy.total().toNanos(),
        cancellation);
  }

  private boolean waitAfter(
      int attempt, Optional<Duration> asked, boolean all, long end, Cancellation cancellation) {
    long wait = policy.pause(attempt, asked).toNanos();
    long until = System.nanoTime() + wait;
    if (until - end > 0) {
      return false;
    }
    if (all) {
      openAfter(wait);
    }
    cancellation.pause(wait);
    return true;
  }

  private void awaitOpen(Cancellation cancellation) {
    long wait = open.get() - System.nanoTime();
    if (wait > 0) {
      cancellation.pause(wait);
    }
  }

  public int attempts() {
    return policy.attempts();
  }
}
