package dev.berth.flavor;

import java.util.function.Supplier;

/** The thread's context class loader, which many libraries search for their parts. */
public final class ContextLoader {
  private ContextLoader() {}

  /** Runs code with {@code loader} as the thread's, and always puts back the one before. */
  public static <T> T with(ClassLoader loader, Supplier<T> code) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return code.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
