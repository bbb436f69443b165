package dev.berth.push.direct;

import dev.berth.push.PushResult.Outcome;
import dev.berth.push.direct.BlobPush.Pushed;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Pushes each blob once, however many images share it: who comes later waits, or finds it there.
 */
final class SingleFlight {
  private static final int MAX_REMEMBERED = 4096;

  private final Map<String, CompletableFuture<Pushed>> flights =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(
                Map.Entry<String, CompletableFuture<Pushed>> eldest) {
              return size() > MAX_REMEMBERED;
            }
          });

  /** Does the work, or takes the result of whoever did it before. A failure is not kept. */
  Pushed once(String key, Supplier<Pushed> work) {
    var own = new CompletableFuture<Pushed>();
    CompletableFuture<Pushed> first = flights.putIfAbsent(key, own);
    if (first == null) {
      return fly(key, own, work);
    }
    try {
      return new Pushed(first.join().descriptor(), Outcome.EXISTS);
    } catch (CompletionException | java.util.concurrent.CancellationException e) {
      // It was somebody else's push that failed or was cancelled.
      return once(key, work);
    }
  }

  private Pushed fly(String key, CompletableFuture<Pushed> own, Supplier<Pushed> work) {
    try {
      Pushed pushed = work.get();
      own.complete(pushed);
      return pushed;
    } catch (RuntimeException | Error e) {
      flights.remove(key, own);
      own.completeExceptionally(e);
      throw e;
    }
  }

  /** What was pushed is not there any more. */
  void forget(String key) {
    flights.remove(key);
  }
}
