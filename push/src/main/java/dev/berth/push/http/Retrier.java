package dev.berth.push.http;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Repeats requests that may succeed later. When a registry throttles, all its requests wait. */
final class Retrier {
  private final RetryPolicy policy;
  // No request is sent before this value of System.nanoTime().
  private final AtomicLong open = new AtomicLong(System.nanoTime());

  Retrier(RetryPolicy policy) {
    this.policy = policy;
  }

  /**
   * Sends until a response is not a transient error, or the attempts are used up. Returns the last
   * response, or throws the last failure.
   *
   * @param send sends once
   */
  Response repeat(Supplier<Response> send, Cancellation cancellation) {
    long end = System.nanoTime() + policy.total().toNanos();
    for (int attempt = 1; ; attempt++) {
      awaitOpen(cancellation);
      long wait;
      try {
        Response response = send.get();
        if (attempt >= policy.attempts() || !RetryPolicy.isTransient(response.status())) {
          return response;
        }
        Optional<Duration> wanted = retryAfter(response);
        wait = policy.pause(attempt, wanted).toNanos();
        if (System.nanoTime() + wait - end > 0) {
          return response;
        }
        if (response.status() == 429 || wanted.isPresent()) {
          openAfter(wait);
        }
      } catch (BerthException e) {
        wait = policy.pause(attempt, Optional.empty()).toNanos();
        if (e.code() != ErrorCode.TRANSIENT
            || cancellation.isCancelled()
            || attempt >= policy.attempts()
            || System.nanoTime() + wait - end > 0) {
          throw attempt == 1 ? e : afterAttempts(attempt, e);
        }
      }
      cancellation.pause(wait);
    }
  }

  private static Optional<Duration> retryAfter(Response response) {
    return RetryPolicy.retryAfter(response.header("Retry-After"), response.text(), Instant.now());
  }

  private static BerthException afterAttempts(int attempts, BerthException e) {
    return new BerthException(
        e.code(),
        "%s (tried %d times)".formatted(e.getMessage(), attempts),
        e.getCause(),
        e.hints().toArray(String[]::new));
  }

  /** Delays all requests as long as the response asks for. */
  void backOff(Response response) {
    if (RetryPolicy.isTransient(response.status())) {
      retryAfter(response)
          .filter(wait -> wait.compareTo(policy.total()) <= 0)
          .ifPresent(wait -> openAfter(wait.toNanos()));
    }
  }

  private void openAfter(long nanos) {
    open.accumulateAndGet(System.nanoTime() + nanos, (a, b) -> a - b > 0 ? a : b);
  }

  /**
   * Waits before a step of several requests is tried again; false if that would take too long.
   *
   * @param start when the step began, of {@link System#nanoTime}
   */
  boolean waitAfter(int attempt, long start, Cancellation cancellation) {
    Duration wait = policy.pause(attempt, Optional.empty());
    if (System.nanoTime() + wait.toNanos() - start > policy.total().toNanos()) {
      return false;
    }
    cancellation.pause(wait.toNanos());
    return true;
  }

  private void awaitOpen(Cancellation cancellation) {
    long wait = open.get() - System.nanoTime();
    if (wait > 0) {
      cancellation.pause(wait);
    }
  }

  int attempts() {
    return policy.attempts();
  }
}
