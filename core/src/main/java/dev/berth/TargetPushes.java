package dev.berth;

import dev.berth.push.http.Cancellation;
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
    // Also after a failure that is a bug: the registries are closed once no push uses them.
    tasks.values().forEach(TargetPushes::awaitEnd);
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

  private static void awaitEnd(FutureTask<TargetResult> task) {
    boolean interrupted = false;
    while (!task.isDone()) {
      try {
        task.get();
      } catch (InterruptedException e) {
        // The pushes are cancelled by another way.
        interrupted = true;
      } catch (ExecutionException e) {
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static TargetResult result(FutureTask<TargetResult> done) {
    try {
      return done.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancellation.failure();
    }
  }

  @Override
  public void close() {
    opened.forEach(OpenedRegistry::close);
  }
}
