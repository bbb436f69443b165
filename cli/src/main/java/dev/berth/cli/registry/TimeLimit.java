package dev.berth.cli.registry;

import dev.berth.Registries;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The limit of a whole command. */
final class TimeLimit {
  private static final Pattern FORM =
      Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,5})m)?(?:(\\d{1,6})s)?(?:(\\d{1,9})ms)?");
  private static final long END_MILLIS = 2000;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description =
          "End the command after this time, with exit status 8: 30s, 5m, 1h30m. Default: no limit.")
  private @Nullable String timeout;

  /** Does the work, and cancels it at the limit. */
  <T> T run(Registries registries, Callable<T> work) {
    return run(registries, work, result -> true);
  }

  /**
   * The same.
   *
   * @param isWhole whether a result after the limit is that of the whole work
   */
  <T> T run(Registries registries, Callable<T> work, Predicate<T> isWhole) {
    var task = new FutureTask<>(work);
    if (timeout == null) {
      task.run();
      return result(task, Duration.ZERO);
    }
    Duration limit = parse(timeout);
    Thread thread = new Thread(task, "berth-command");
    thread.setDaemon(true);
    thread.start();
    try {
      return result(task, limit);
    } catch (BerthException e) {
      if (!(e.getCause() instanceof TimeoutException)) {
        throw e;
      }
      String activity = registries.cancel();
      thread.interrupt();
      if (ended(thread) && isDone(task)) {
        T done = result(task, Duration.ZERO);
        if (isWhole.test(done)) {
          return done;
        }
      }
      throw new BerthException(
          ErrorCode.TRANSIENT,
          "the command was ended after %s, the limit of --timeout: %s".formatted(timeout, activity),
          e,
          "give a longer --timeout; a push that runs again uploads only what is still missing");
    }
  }

  private static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    Duration limit = Duration.ZERO;
    if (matcher.matches()) {
      limit =
          Duration.ofHours(number(matcher.group(1)))
              .plusMinutes(number(matcher.group(2)))
              .plusSeconds(number(matcher.group(3)))
              .plusMillis(number(matcher.group(4)));
    }
    if (limit.isZero()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "'%s' is not a value for --timeout".formatted(text),
          "write 30s, 5m or 1h30m");
    }
    return limit;
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** The result, after this time at the latest; zero for a task that is done. */
  private static <T> T result(FutureTask<T> task, Duration limit) {
    try {
      return limit.isZero() ? task.get() : task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new BerthException(ErrorCode.TRANSIENT, "the command takes too long", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BerthException(ErrorCode.TRANSIENT, "the command was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static boolean ended(Thread thread) {
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  /** Whether the work was done just before it was cancelled. */
  private static boolean isDone(FutureTask<?> task) {
    try {
      task.get();
      return true;
    } catch (InterruptedException | ExecutionException e) {
      return false;
    }
  }
}
