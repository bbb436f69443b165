package dev.berth.push.oci;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * Ends requests whose body does not move: a write to a socket has no limit of its own. A body must
 * move by more than a trickle in each period; how long it takes in all is not limited.
 */
final class IdleWatch implements AutoCloseable {
  private static final long TRICKLE = 64 * 1024;

  private final Duration limit;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(IdleWatch::daemon);

  IdleWatch(Duration limit) {
    this.limit = limit;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "berth-idle-watch");
    thread.setDaemon(true);
    return thread;
  }

  /** A body under watch until it is closed. */
  final class Watched implements AutoCloseable {
    private final AtomicLong sent = new AtomicLong();
    private final Future<?> task;
    private long before;
    private volatile boolean ended;

    Watched(Cancellable request) {
      long period = limit.toNanos();
      task = clock.scheduleAtFixedRate(() -> look(request), period, period, TimeUnit.NANOSECONDS);
    }

    private void look(Cancellable request) {
      long now = sent.get();
      if (now - before < TRICKLE) {
        ended = true;
        request.cancel();
      }
      before = now;
    }

    void sent(long bytes) {
      sent.addAndGet(bytes);
    }

    /** Whether the body stood still and its request was ended. */
    boolean isEnded() {
      return ended;
    }

    @Override
    public void close() {
      task.cancel(false);
    }
  }

  Watched watch(Cancellable request) {
    return new Watched(request);
  }

  IOException failure(IOException cause) {
    return new IOException("nothing moved for %d s".formatted(limit.toSeconds()), cause);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
