package dev.berth;

import dev.berth.CheckReport.Finding;
import dev.berth.flavor.ContextLoader;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.CheckResult;
import dev.berth.spi.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at several prerequisites at once. All begin together, so the limit of each is that of all.
 */
final class CheckRunner {
  /** How long a check may take: less than the half minute that a user waits for all. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  private final Duration limit;

  CheckRunner(Duration limit) {
    this.limit = limit;
  }

  /** What each check found, in the given order. */
  List<Finding> findings(List<Check> checks) {
    ClassLoader flavor = Thread.currentThread().getContextClassLoader();
    long end = System.nanoTime() + limit.toNanos();
    List<FutureTask<CheckResult>> running = new ArrayList<>();
    for (Check check : checks) {
      var task = new FutureTask<>(() -> ContextLoader.with(flavor, check.look()));
      running.add(task);
      var thread = new Thread(task, "berth-check-" + check.name());
      thread.setDaemon(true);
      thread.start();
    }
    List<Finding> findings = new ArrayList<>();
    try {
      for (int i = 0; i < checks.size(); i++) {
        findings.add(new Finding(checks.get(i).name(), result(running.get(i), end)));
      }
    } finally {
      running.forEach(task -> task.cancel(true));
    }
    return List.copyOf(findings);
  }

  private CheckResult result(FutureTask<CheckResult> task, long end) {
    try {
      CheckResult result = task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      return result == null ? CheckResult.unknown("the check gave nothing") : result;
    } catch (TimeoutException e) {
      return CheckResult.unknown("no answer came in %d s".formatted(limit.toSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BerthException(ErrorCode.TRANSIENT, "interrupted while looking before the push", e);
    } catch (ExecutionException e) {
      return thrown(Objects.requireNonNull(e.getCause()));
    }
  }

  private static CheckResult thrown(Throwable failure) {
    if (failure instanceof BerthException known) {
      CheckResult result =
          switch (known.code()) {
            case PREREQUISITE, CREDENTIALS -> CheckResult.fail(known.getMessage());
            default -> CheckResult.unknown(known.getMessage());
          };
      return known.hints().isEmpty() ? result : result.withRemedy(String.join("; ", known.hints()));
    }
    if (failure instanceof LinkageError missing) {
      // The flavor lacks a library: that is no prerequisite of the cloud's.
      throw missing;
    }
    return CheckResult.unknown("the check failed: " + failure.getClass().getSimpleName());
  }
}
