package dev.berth.push.direct;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Does each piece of work once, although several threads ask for it. The others wait for the result
 * of the first.
 */
final class SingleFlight<T> {
  private static final int MAX_REMEMBERED = 4096;

  private final UnaryOperator<T> shared;
  private final Map<String, CompletableFuture<T>> flights =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<T>> eldest) {
              return size() > MAX_REMEMBERED;
            }
          });

  /**
   * Nothing is done yet.
   *
   * @param shared turns the result of the first into the result of the others
   */
  SingleFlight(UnaryOperator<T> shared) {
    this.shared = shared;
  }

  /** Does the work, or returns the result of an earlier call. A failure is not kept. */
  T once(String key, Supplier<T> work) {
    var own = new CompletableFuture<T>();
    CompletableFuture<T> first = flights.putIfAbsent(key, own);
    if (first == null) {
      return fly(key, own, work);
    }
    try {
      return shared.apply(first.join());
    } catch (CompletionException | CancellationException e) {
      // The other push failed or was cancelled, which need not happen to this one.
      return once(key, work);
    }
  }

  private T fly(String key, CompletableFuture<T> own, Supplier<T> work) {
    try {
      T result = work.get();
      own.complete(result);
      return result;
    } catch (RuntimeException | Error e) {
      flights.remove(key, own);
      own.completeExceptionally(e);
      throw e;
    }
  }

  /** The next call does the work again. */
  void forget(String key) {
    flights.remove(key);
  }
}
