package dev.berth.check;

import dev.berth.flavor.HostFault;
import dev.berth.reference.PlainText;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.Check.Result;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs checks in parallel. They start together, so the time limit of each is the limit of all. */
public final class CheckRunner {
  public static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final String REGISTRY = "registry";
  private static final String LOGIN = "login";
  private final Duration timeout;
  private final String registry;
  private final Runnable login;

  /**
   * @param registry the registry's host, for messages
   * @param login throws if there are no credentials
   */
  public CheckRunner(Duration timeout, String registry, Runnable login) {
    this.timeout = timeout;
    this.registry = registry;
    this.login = login;
  }

  /** The results, in the given order. Checks keep the caller's context class loader. */
  public List<CheckOutcome> run(List<Check> checks) {
    List<Deadline<Result>> running = new ArrayList<>();
    for (Check check : checks) {
      running.add(Deadline.start(timeout, "berth-check-" + check.name(), () -> run(check)));
    }
    List<CheckOutcome> outcomes = new ArrayList<>();
    try {
      for (int i = 0; i < checks.size(); i++) {
        outcomes.add(await(checks.get(i).name(), running.get(i)));
      }
    } finally {
      running.forEach(Deadline::cancel);
    }
    return toldOnce(outcomes);
  }

  /** Reports once why the registry does not respond; other checks with that reason refer to it. */
  private static List<CheckOutcome> toldOnce(List<CheckOutcome> outcomes) {
    Optional<String> reason =
        outcomes.stream()
            .filter(it -> it.check().equals(REGISTRY) && it.result().isUnreachable())
            .map(CheckRunner::reason)
            .findFirst();
    return outcomes.stream()
        .map(
            it ->
                !it.check().equals(REGISTRY)
                        && it.result().isUnreachable()
                        && reason.equals(Optional.of(reason(it)))
                    ? it.with(Result.unreachable("not checked: see 'registry'"))
                    : it)
        .toList();
  }

  /** The message without the step that it begins with. */
  private static String reason(CheckOutcome outcome) {
    String message = outcome.result().message();
    return message.substring(message.indexOf(": ") + 1);
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

  private CheckOutcome await(String name, Deadline<Result> check) {
    try {
      Result result = check.await();
      return result == null
          ? new CheckOutcome(name, fault(name, "it returned nothing", null))
          : new CheckOutcome(name, result);
    } catch (TimeoutException e) {
      return new CheckOutcome(
          name,
          Result.unreachable(
              "no answer within %d s from %s or the flavor's services"
                  .formatted(timeout.toSeconds(), registry)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BerthException(ErrorCode.TRANSIENT, "interrupted during the checks", e);
    } catch (ExecutionException e) {
      return thrown(name, Objects.requireNonNull(e.getCause()));
    }
  }

  private static CheckOutcome thrown(String name, Throwable failure) {
    if (failure instanceof HostFault fault) {
      throw fault;
    }
    if (failure instanceof BerthException known) {
      return new CheckOutcome(name, result(name, known));
    }
    if (failure instanceof LinkageError missing) {
      // A missing library of the flavor is not a prerequisite of the push.
      throw missing;
    }
    return new CheckOutcome(name, fault(name, failure.toString(), failure));
  }

  private static Result result(String name, BerthException known) {
    Result result =
        switch (known.code()) {
          case PREREQUISITE, CREDENTIALS -> Result.fail(known.getMessage());
          case TRANSIENT -> Result.unreachable(known.getMessage());
          // The image itself, for which there is no check.
          case IMAGE, ENGINE -> throw known;
          // A registry or a login that is refused stops every push.
          default ->
              name.equals(REGISTRY) || name.equals(LOGIN)
                  ? Result.fail(known.getMessage())
                  : Result.unknown(known.getMessage());
        };
    return known.hints().isEmpty() ? result : result.withRemedy(String.join("; ", known.hints()));
  }

  private static BerthException fault(String name, String what, @Nullable Throwable cause) {
    return new BerthException(
        ErrorCode.FLAVOR,
        "the flavor's check '%s' failed: %s".formatted(name, PlainText.excerpt(what)),
        cause,
        "this is a fault of the flavor; --stacktrace shows where");
  }
}
