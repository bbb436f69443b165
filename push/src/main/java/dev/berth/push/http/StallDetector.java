package dev.berth.push.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * Ends requests whose body does not move: a write to a socket has no limit of its own. While bytes
 * wait to be taken, more than a trickle of them must move in each period; how long a body takes in
 * all, and how long its source takes, is not limited.
 */
final class StallDetector implements AutoCloseable {
  private static final long TRICKLE = 64 * 1024;

  private final Duration limit;
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(1, StallDetector::daemon);

  StallDetector(Duration limit) {
    this.limit = limit;
    clock.setRemoveOnCancelPolicy(true);
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
    private volatile boolean writing;

    Watched(Cancellable request) {
      long period = limit.toNanos();
      task = clock.scheduleAtFixedRate(() -> look(request), period, period, TimeUnit.NANOSECONDS);
    }

    private void look(Cancellable request) {
      long now = sent.get();
      if (writing && now - before < TRICKLE) {
        ended = true;
        request.cancel();
      }
      before = now;
    }

    /** Bytes wait to be taken. */
    void writing() {
      writing = true;
    }

    void sent(long bytes) {
      writing = false;
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
