package dev.berth.gcp.gar;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for work no longer than a limit, whatever it is stuck in. */
final class TimeLimit {
  private TimeLimit() {}

  /** Begins the work in a thread of its own, which keeps no program from ending. */
  static <T> FutureTask<T> begin(Callable<T> work) {
    var task = new FutureTask<T>(work);
    var thread = new Thread(task, "berth-gcp-login");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /**
   * Waits for work that has begun.
   *
   * @throws IOException what the work threw; {@link TimedOut} when it takes too long
   */
  static <T> T await(FutureTask<T> work, Duration limit) throws IOException {
    try {
      return work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new TimedOut(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  static <T> T call(Duration limit, Callable<T> work) throws IOException {
    return await(begin(work), limit);
  }

  /** Nothing came. */
  static final class TimedOut extends IOException {
    private static final long serialVersionUID = 1L;

    TimedOut(Duration limit) {
      super("no answer came in %d s".formatted(limit.toSeconds()));
    }
  }
}
