package dev.berth.push.oci;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The uploads that are open at registries, to be cancelled where a push ends without them. */
final class OpenUploads {
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  private final Map<URI, Repository> open = new ConcurrentHashMap<>();

  void add(URI upload, Repository repository) {
    open.put(upload, repository);
  }

  /** The upload goes on at another location. */
  void move(URI from, URI to) {
    Repository repository = open.remove(from);
    if (repository != null) {
      open.put(to, repository);
    }
  }

  void done(URI upload) {
    open.remove(upload);
  }

  /** Cancels an upload, unless somebody did. */
  void cancel(URI upload) {
    Repository repository = open.remove(upload);
    if (repository != null) {
      repository.cancel(upload);
    }
  }

  /** Cancels all that are open, at once, for as long as a user waits after Ctrl-C. */
  void cancelAll() {
    List<Thread> threads =
        open.keySet().stream()
            .map(upload -> new Thread(() -> cancel(upload), "berth-cancel"))
            .toList();
    long end = System.nanoTime() + PATIENCE.toNanos();
    threads.forEach(thread -> thread.setDaemon(true));
    threads.forEach(Thread::start);
    try {
      for (Thread thread : threads) {
        thread.join(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
