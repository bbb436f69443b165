package dev.berth.spi;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A value that is found out once, by whoever asks first, while the others wait: for what several
 * checks need. What failed has failed for all.
 */
public final class Lazy<T> implements Supplier<T> {
  private final FutureTask<T> task;

  /** Asks nothing yet. */
  public Lazy(Supplier<T> source) {
    this.task = new FutureTask<>(source::get);
  }

  /** The value; throws what the source threw. */
  @Override
  public T get() {
    task.run();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BerthException(ErrorCode.TRANSIENT, "interrupted", e);
    }
  }
}
