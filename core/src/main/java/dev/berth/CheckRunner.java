package dev.berth;

import dev.berth.flavor.HostFault;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.Check.Result;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Runs checks in parallel. They start together, so the time limit of each is the limit of all. */
final class CheckRunner {
  static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Duration timeout;
  private final Runnable login;

  /**
   * @param login throws if there are no credentials
   */
  CheckRunner(Duration timeout, Runnable login) {
    this.timeout = timeout;
    this.login = login;
  }

  /** The results, in the given order. Checks keep the caller's context class loader. */
  List<CheckOutcome> run(List<Check> checks) {
    List<Deadline<Result>> running = new ArrayList<>();
    for (Check check : checks) {
      running.add(Deadline.start(timeout, "berth-check-" + check.name(), () -> run(check)));
    }
    List<CheckOutcome> outcomes = new ArrayList<>();
    try {
      for (int i = 0; i < checks.size(); i++) {
        outcomes.add(new CheckOutcome(checks.get(i).name(), await(running.get(i))));
      }
    } finally {
      running.forEach(Deadline::cancel);
    }
    return List.copyOf(outcomes);
  }

  private Result run(Check check) {
    if (check.needsLogin()) {
      try {
        login.run();
      } catch (BerthException e) {
        return Result.unknown("not checked: see 'login'");
      }
    }
    return check.run().get();
  }

  private Result await(Deadline<Result> check) {
    try {
      Result result = check.await();
      return result == null ? Result.unknown("the check returned nothing") : result;
    } catch (TimeoutException e) {
      return Result.unknown("no response within %d s".formatted(timeout.toSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BerthException(ErrorCode.TRANSIENT, "interrupted during the checks", e);
    } catch (ExecutionException e) {
      return thrown(Objects.requireNonNull(e.getCause()));
    }
  }

  private static Result thrown(Throwable failure) {
    if (failure instanceof HostFault fault) {
      throw fault;
    }
    if (failure instanceof BerthException known) {
      Result result =
          switch (known.code()) {
            case PREREQUISITE, CREDENTIALS -> Result.fail(known.getMessage());
            // The image itself, for which there is no check.
            case IMAGE, ENGINE -> throw known;
            default -> Result.unknown(known.getMessage());
          };
      return known.hints().isEmpty() ? result : result.withRemedy(String.join("; ", known.hints()));
    }
    if (failure instanceof LinkageError missing) {
      // A missing library of the flavor is not a prerequisite of the push.
      throw missing;
    }
    return Result.unknown("the check failed: " + failure.getClass().getSimpleName());
  }
}
