package dev.berth.spi.support;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Lists what the parts of a service have, for instance its regions, several at a time.
 *
 * @since 0.1
 */
public final class ParallelListing {
  private static final int THREADS = 8;

  private ParallelListing() {}

  /**
   * {@return the items of all parts, in the order of the parts}
   *
   * @param <T> an item
   * @param parts by their names, how each is listed; a failure is a {@link BerthException}
   * @param warn receives one line for each code of failures, with the names of the parts and the
   *     first message
   * @throws BerthException the first failure, when every part fails
   */
  public static <T> List<T> of(Map<String, Callable<List<T>>> parts, Consumer<String> warn) {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS, ParallelListing::thread);
    try {
      Map<String, Future<List<T>>> answers = new LinkedHashMap<>();
      parts.forEach((name, part) -> answers.put(name, threads.submit(part)));
      return collect(answers, warn);
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> List<T> collect(Map<String, Future<List<T>>> answers, Consumer<String> warn) {
    List<T> items = new ArrayList<>();
    Map<String, BerthException> failures = new LinkedHashMap<>();
    answers.forEach(
        (name, answer) -> {
          try {
            items.addAll(answer.get());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BerthException(ErrorCode.TRANSIENT, "interrupted", e);
          } catch (ExecutionException e) {
            failures.put(name, failure(e));
          }
        });
    if (!answers.isEmpty() && failures.size() == answers.size()) {
      throw failures.values().iterator().next();
    }
    Map<ErrorCode, List<String>> byCode = new EnumMap<>(ErrorCode.class);
    Map<ErrorCode, String> examples = new EnumMap<>(ErrorCode.class);
    failures.forEach(
        (name, failure) -> {
          byCode.computeIfAbsent(failure.code(), it -> new ArrayList<>()).add(name);
          examples.putIfAbsent(failure.code(), String.valueOf(failure.getMessage()));
        });
    byCode.forEach(
        (code, names) ->
            warn.accept(
                "not listed: %s: %s".formatted(String.join(", ", names), examples.get(code))));
    return items;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "berth-listing");
    thread.setDaemon(true);
    return thread;
  }

  private static BerthException failure(ExecutionException e) {
    Throwable cause = Objects.requireNonNull(e.getCause());
    if (cause instanceof BerthException failure) {
      return failure;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new BerthException(
        ErrorCode.REFUSED, "the answer is unexpected: " + FailureWords.of(cause), e);
  }
}
