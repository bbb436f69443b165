package dev.berth;

import dev.berth.spi.BerthException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/** Pushes one source to several targets, each on a thread of its own. */
final class TargetPushes implements AutoCloseable {
  private final TargetOrder order = new TargetOrder();
  private final List<OpenedRegistry> opened = new ArrayList<>();
  private final Map<String, FutureTask<TargetResult>> tasks = new LinkedHashMap<>();

  /**
   * Opens the registry of a target; a failure is its result.
   *
   * @param host the registry's host
   * @param open opens it, so that it waits for its turn before its bytes are pushed
   */
  void add(String target, String host, Function<Runnable, OpenedRegistry> open) {
    TargetOrder.Turn turn = order.add(host);
    try {
      OpenedRegistry registry = open.apply(turn::await);
      opened.add(registry);
      tasks.put(target, new FutureTask<>(() -> push(target, registry, turn)));
    } catch (BerthException e) {
      turn.end();
      tasks.put(target, new FutureTask<>(() -> TargetResult.of(target, e)));
    }
  }

  /** The results of all targets, in the order in which they were added. */
  List<TargetResult> run() {
    tasks.forEach(TargetPushes::start);
    return tasks.values().stream().map(TargetPushes::result).toList();
  }

  private static void start(String target, Runnable task) {
    Thread thread = new Thread(task, "berth-push " + target);
    thread.setDaemon(true);
    thread.start();
  }

  private static TargetResult push(String target, OpenedRegistry registry, TargetOrder.Turn turn) {
    try {
      return TargetResult.of(target, registry.push());
    } catch (BerthException e) {
      return TargetResult.of(target, e);
    } finally {
      turn.end();
    }
  }

  private static TargetResult result(FutureTask<TargetResult> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          // The pushes are cancelled by another way, and the registries are closed after them.
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    opened.forEach(OpenedRegistry::close);
  }
}
