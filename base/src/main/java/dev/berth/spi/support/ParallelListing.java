package dev.berth.spi.support;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Lists what the parts of a service have, for instance its regions, several at a time. */
public final class ParallelListing {
  private static final int THREADS = 8;

  private ParallelListing() {}

  /**
   * {@return the items of all parts, in the order of the parts}
   *
   * @param <T> an item
   * @param parts by their names, how each is listed; a failure is a {@link BerthException}
   * @param warn receives one line for each kind of failure, with the names of the parts
   * @throws BerthException the first failure, when every part fails
   */
  public static <T> List<T> of(Map<String, Callable<List<T>>> parts, Consumer<String> warn) {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
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
    List<BerthException> failures = new ArrayList<>();
    Map<String, List<String>> failed = new LinkedHashMap<>();
    answers.forEach(
        (name, answer) -> {
          try {
            items.addAll(answer.get());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BerthException(ErrorCode.TRANSIENT, "interrupted", e);
          } catch (ExecutionException e) {
            BerthException failure = failure(e);
            failures.add(failure);
            failed
                .computeIfAbsent(String.valueOf(failure.getMessage()), it -> new ArrayList<>())
                .add(name);
          }
        });
    if (!answers.isEmpty() && failures.size() == answers.size()) {
      throw failures.get(0);
    }
    failed.forEach(
        (message, names) ->
            warn.accept("not listed: %s: %s".formatted(String.join(", ", names), message)));
    return items;
  }

  private static BerthException failure(ExecutionException e) {
    if (e.getCause() instanceof BerthException failure) {
      return failure;
    }
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException(e.getCause());
  }
}
