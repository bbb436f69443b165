package dev.berth.spi.support;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that several checks need and that is resolved once, by the first caller; the others wait.
 * A failure is kept for all callers, except {@link ErrorCode#TRANSIENT}: a later caller tries
 * again.
 *
 * @param <T> the type of the value
 * @since 0.1
 */
public final class Lazy<T> implements Supplier<T> {
  private final Supplier<T> source;
  private final AtomicReference<@Nullable FutureTask<T>> task = new AtomicReference<>();

  /**
   * Creates a value that is not resolved yet.
   *
   * @param source resolves it
   */
  public Lazy(Supplier<T> source) {
    this.source = source;
  }

  /** {@return the value; what the source threw is thrown} */
  @Override
  public T get() {
    FutureTask<T> running =
        task.updateAndGet(now -> now == null ? new FutureTask<>(source::get) : now);
    if (running == null) {
      throw new IllegalStateException("it was just set");
    }
    running.run();
    try {
      return running.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause(), running);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BerthException(ErrorCode.TRANSIENT, "interrupted", e);
    }
  }

  private RuntimeException failure(@Nullable Throwable cause, FutureTask<T> of) {
    if (cause instanceof BerthException known && known.code() == ErrorCode.TRANSIENT) {
      task.compareAndSet(of, null);
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure ? failure : new CompletionException(cause);
  }
}
