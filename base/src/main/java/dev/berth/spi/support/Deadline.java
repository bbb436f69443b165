package dev.berth.spi.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Work with a time limit, for calls that have no limit of their own. The work runs on a daemon
 * thread with the caller's context class loader, and is interrupted at the limit.
 *
 * @param <T> what the work returns
 * @since 0.1
 */
public final class Deadline<T> {
  private final FutureTask<T> task;
  private final long end;

  private Deadline(Duration limit, Callable<T> work, String name) {
    this.task = new FutureTask<>(work);
    this.end = System.nanoTime() + limit.toNanos();
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.start();
  }

  /**
   * Starts work, whose time begins now.
   *
   * @param <T> what the work returns
   * @param limit how long the work may take
   * @param name the thread's name
   * @param work the work
   * @return the running work
   */
  public static <T> Deadline<T> start(Duration limit, String name, Callable<T> work) {
    return new Deadline<>(limit, work, name);
  }

  /**
   * Runs work and waits for its result.
   *
   * @param <T> what the work returns
   * @param limit how long the work may take
   * @param name the thread's name
   * @param work the work
   * @return the result
   * @throws TimeoutException when the work takes longer
   * @throws InterruptedException when the calling thread is interrupted
   * @throws ExecutionException with what the work threw as its cause
   */
  public static <T> T call(Duration limit, String name, Callable<T> work)
      throws TimeoutException, InterruptedException, ExecutionException {
    return start(limit, name, work).await();
  }

  /**
   * Runs work that throws no checked exception, and throws what it throws.
   *
   * @param <T> what the work returns
   * @param limit how long the work may take
   * @param name the thread's name
   * @param work the work
   * @return the result
   * @throws TimeoutException when the work takes longer
   * @throws InterruptedException when the calling thread is interrupted
   */
  public static <T> T supply(Duration limit, String name, Supplier<T> work)
      throws TimeoutException, InterruptedException {
    try {
      return call(limit, name, work::get);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  /**
   * Waits for the result until the limit.
   *
   * @return the result
   * @throws TimeoutException when the work takes longer
   * @throws InterruptedException when the calling thread is interrupted
   * @throws ExecutionException with what the work threw as its cause
   */
  public T await() throws TimeoutException, InterruptedException, ExecutionException {
    try {
      return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } finally {
      cancel();
    }
  }

  /** Interrupts the work if it still runs. */
  public void cancel() {
    task.cancel(true);
  }
}
