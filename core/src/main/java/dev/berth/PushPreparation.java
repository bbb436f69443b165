package dev.berth;

import dev.berth.check.CheckOutcome;
import dev.berth.check.CheckReport;
import dev.berth.push.PushListener;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import java.util.Optional;

/**
 * Reports the results of the checks of a push, and runs the actions attached to them.
 *
 * @see "docs/decisions/0019-result-carries-the-fix.md"
 */
final class PushPreparation {
  private final PushOptions options;
  private final PushListener listener;

  PushPreparation(PushOptions options, PushListener listener) {
    this.options = options;
    this.listener = listener;
  }

  /**
   * @throws BerthException {@link ErrorCode#PREREQUISITE} when a check failed, unless the user
   *     skips the checks; what an action throws
   */
  void apply(CheckReport report) {
    Optional<BerthException> failure = report.failure();
    boolean continues = failure.isEmpty() || options.skipChecks();
    report.outcomes().forEach(outcome -> warn(outcome, continues));
    if (!continues) {
      throw failure.orElseThrow();
    }
    failure.ifPresent(it -> listener.warning(it.getMessage()));
    for (CheckOutcome outcome : report.outcomes()) {
      outcome.result().preparation().ifPresent(it -> prepare(outcome, it));
    }
  }

  /** Unknown results are reported only if nothing else stops the push. */
  private void warn(CheckOutcome outcome, boolean continues) {
    Check.Result found = outcome.result();
    if (found.status() == Check.Status.WARN
        || (found.status() == Check.Status.UNKNOWN && continues)) {
      String remedy = found.remedy().map(it -> " → " + it).orElse("");
      listener.warning(outcome.check() + ": " + found.message() + remedy);
    }
  }

  private void prepare(CheckOutcome outcome, Check.Preparation preparation) {
    if (options.dryRun()) {
      boolean unknown = outcome.result().status() == Check.Status.UNKNOWN;
      listener.info("would have " + preparation.done() + (unknown ? " where needed" : ""));
      return;
    }
    try {
      if (preparation.action().getAsBoolean()) {
        listener.info(preparation.done());
      }
    } catch (BerthException e) {
      // A user may be allowed to push without being allowed to read.
      if (outcome.result().status() != Check.Status.UNKNOWN) {
        throw asPrerequisite(e);
      }
      listener.warning(outcome.check() + ": " + e.getMessage());
    }
  }

  private static BerthException asPrerequisite(BerthException e) {
    return e.code() == ErrorCode.TRANSIENT || e.code() == ErrorCode.PREREQUISITE
        ? e
        : new BerthException(
            ErrorCode.PREREQUISITE, e.getMessage(), e, e.hints().toArray(String[]::new));
  }
}
