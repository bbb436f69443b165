package dev.berth.flavor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The end of the JVM by code that called {@link System#exit}, as a shutdown hook sees it.
 *
 * @param thread the thread that called it, which runs the hooks now
 * @param code whose code it is, for instance {@code flavor 'acme'}
 */
public record FlavorExit(Thread thread, String code) {
  private static final String RUNS_HOOKS = "java.lang.ApplicationShutdownHooks";

  /** The call that ends the JVM; empty when a signal does. */
  public static Optional<FlavorExit> find() {
    for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
      List<StackTraceElement> frames = Arrays.asList(each.getValue());
      if (has(frames, RUNS_HOOKS, "runHooks") && has(frames, "java.lang.Runtime", "exit")) {
        return Optional.of(new FlavorExit(each.getKey(), code(each.getKey(), frames)));
      }
    }
    return Optional.empty();
  }

  /** Waits until the thread has started all hooks. */
  public void awaitHooks(long nanos) {
    long end = System.nanoTime() + nanos;
    while (!has(Arrays.asList(thread.getStackTrace()), "java.lang.Thread", "join")
        && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static boolean has(List<StackTraceElement> frames, String className, String method) {
    return frames.stream()
        .anyMatch(it -> it.getClassName().equals(className) && it.getMethodName().equals(method));
  }

  /** A thread that a flavor starts has no frame of it if it runs {@code System::exit}. */
  private static String code(Thread thread, List<StackTraceElement> frames) {
    Stream<String> ofFrames =
        frames.stream().flatMap(it -> Stream.ofNullable(it.getClassLoaderName()));
    Stream<String> ofThread =
        Stream.ofNullable(thread.getContextClassLoader())
            .flatMap(it -> Stream.ofNullable(it.getName()));
    return Stream.concat(ofFrames, ofThread)
        .filter(FlavorClassLoader::isNameOfFlavor)
        .findFirst()
        .orElse("the thread '" + thread.getName() + "'");
  }
}
