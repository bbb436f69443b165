package dev.berth;

import dev.berth.push.PushListener;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import java.util.Optional;

/**
 * Reports what the checks of a push found, and does what their results want done.
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
   * Goes on to the push or stops it.
   *
   * @throws BerthException {@link ErrorCode#PREREQUISITE} when a check failed, unless the user
   *     skips the checks; what a preparation throws
   */
  void apply(CheckReport report) {
    Optional<BerthException> failure = report.failure();
    boolean goesOn = failure.isEmpty() || options.skipChecks();
    report.outcomes().forEach(outcome -> warn(outcome, goesOn));
    if (!goesOn) {
      throw failure.orElseThrow();
    }
    failure.ifPresent(it -> listener.warning(it.getMessage()));
    for (CheckOutcome outcome : report.outcomes()) {
      outcome.result().preparation().ifPresent(it -> prepare(outcome, it));
    }
  }

  /** A check that could not run matters only where nothing else stops the push. */
  private void warn(CheckOutcome outcome, boolean goesOn) {
    Check.Result found = outcome.result();
    if (found.status() == Check.Status.WARN || (found.status() == Check.Status.UNKNOWN && goesOn)) {
      String remedy = found.remedy().map(it -> " → " + it).orElse("");
      listener.warning(outcome.check() + ": " + found.message() + remedy);
    }
  }

  private void prepare(CheckOutcome outcome, Check.Preparation preparation) {
    if (options.dryRun()) {
      listener.info("would have " + preparation.done());
      return;
    }
    try {
      preparation.action().run();
      listener.info(preparation.done());
    } catch (BerthException e) {
      // A user may be allowed to push to what they may not look at.
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
