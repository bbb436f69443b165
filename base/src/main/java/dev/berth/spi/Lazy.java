package dev.berth.spi;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is found out once, by whoever asks first, while the others wait: for what several
 * checks need. A failure is theirs too, and kept, but for a {@link ErrorCode#TRANSIENT} one: who
 * asks later tries again.
 */
public final class Lazy<T> implements Supplier<T> {
  private final Supplier<T> source;
  private final AtomicReference<@Nullable FutureTask<T>> task = new AtomicReference<>();

  /** Asks nothing yet. */
  public Lazy(Supplier<T> source) {
    this.source = source;
  }

  /** The value; throws what the source threw. */
  @Override
  public T get() {
    FutureTask<T> running =
        task.updateAndGet(now -> now == null ? new FutureTask<>(source::get) : now);
    if (running == null) {
      throw new IllegalStateException("there is one now");
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
