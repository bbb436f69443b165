package dev.berth.gcp.gar;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that its first user computes, while the others wait; they share a failure too. */
final class Lazy<T> implements Supplier<T> {
  private final Supplier<T> source;
  private @Nullable T value;
  private @Nullable RuntimeException failure;

  Lazy(Supplier<T> source) {
    this.source = source;
  }

  @Override
  public synchronized T get() {
    if (failure != null) {
      throw failure;
    }
    T known = value;
    if (known == null) {
      known = compute();
      value = known;
    }
    return known;
  }

  private T compute() {
    try {
      return source.get();
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }
}
