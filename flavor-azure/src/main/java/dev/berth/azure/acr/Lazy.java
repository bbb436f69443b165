package dev.berth.azure.acr;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** A value, or the failure to get it, that the first who asks gets for all. */
final class Lazy<T> implements Supplier<T> {
  private final FutureTask<T> task;

  Lazy(Supplier<T> source) {
    this.task = new FutureTask<>(source::get);
  }

  @Override
  public T get() {
    task.run();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
