package dev.berth.push.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * Cancels requests whose body stalls, since a write to a socket has no timeout, and the one of a
 * read begins anew with each byte. While bytes are waited for, more than a trickle of them must
 * move in each period. The total time of a body is not limited, nor is the time that its source or
 * its reader takes.
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
    Thread thread = new Thread(work, "berth-stall-detector");
    thread.setDaemon(true);
    return thread;
  }

  /** A body that is watched until this is closed. */
  final class Watched implements AutoCloseable {
    private final AtomicLong moved = new AtomicLong();
    private final Future<?> task;
    private long before;
    private volatile boolean stalled;
    private volatile boolean waiting;
    private volatile boolean paused;

    Watched(Cancellable request) {
      long period = limit.toNanos();
      task = clock.scheduleAtFixedRate(() -> check(request), period, period, TimeUnit.NANOSECONDS);
    }

    private void check(Cancellable request) {
      long now = moved.get();
      if (waiting && !paused && now - before < TRICKLE) {
        stalled = true;
        request.cancel();
      }
      before = now;
      paused = false;
    }

    /** Bytes are held back on purpose, in this period at least. */
    void pausing() {
      paused = true;
    }

    /** A write to the socket or a read from it begins. */
    void waiting() {
      waiting = true;
    }

    /** It ended. */
    void moved(long bytes) {
      waiting = false;
      moved.addAndGet(bytes);
    }

    /** Whether the body stalled and its request was cancelled. */
    boolean hasStalled() {
      return stalled;
    }

    @Override
    public void close() {
      task.cancel(false);
    }
  }

  Watched watch(Cancellable request) {
    return new Watched(request);
  }

  /** The time limit of a request's parts that have no progress to watch. */
  final class Limit implements AutoCloseable {
    private final Cancellable request;
    private final Duration time;
    private Optional<Future<?>> task = Optional.empty();
    private volatile boolean expired;

    private Limit(Cancellable request, Duration time) {
      this.request = request;
      this.time = time;
    }

    /** The time begins. */
    synchronized void start() {
      stop();
      task = Optional.of(clock.schedule(this::expire, time.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void expire() {
      expired = true;
      request.cancel();
    }

    /** The time does not count until it begins anew. */
    synchronized void stop() {
      task.ifPresent(running -> running.cancel(false));
      task = Optional.empty();
    }

    /** The failure of the request, which tells a limit that is over. */
    IOException failure(IOException cause) {
      if (!expired) {
        return cause;
      }
      // The cause would tell only that the connection was closed.
      var over =
          new SocketTimeoutException("no whole response in %d s".formatted(time.toSeconds()));
      over.addSuppressed(cause);
      return over;
    }

    @Override
    public void close() {
      stop();
    }
  }

  Limit limit(Cancellable request, Duration time) {
    return new Limit(request, time);
  }

  /** Cancels a request after a time; the caller cancels that when the request has ended. */
  Future<?> cancelAfter(Duration time, Cancellable request) {
    return clock.schedule(request::cancel, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  IOException failure(IOException cause) {
    return new IOException("almost no bytes in %d s".formatted(limit.toSeconds()), cause);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
