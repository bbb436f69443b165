package dev.berth.spi;

import java.util.Optional;

/**
 * What a check found.
 *
 * @param status how it came out
 * @param message a sentence that says what is so, without a secret
 * @param remedy what makes it right, where something does: as a rule a command that can be pasted
 *     into a terminal
 */
public record CheckResult(CheckStatus status, String message, Optional<String> remedy) {
  /** The prerequisite is met. */
  public static CheckResult pass(String message) {
    return new CheckResult(CheckStatus.PASS, message, Optional.empty());
  }

  /** It could not be looked at. */
  public static CheckResult unknown(String message) {
    return new CheckResult(CheckStatus.UNKNOWN, message, Optional.empty());
  }

  /** Something to know before a push, which will succeed. */
  public static CheckResult warn(String message) {
    return new CheckResult(CheckStatus.WARN, message, Optional.empty());
  }

  /** A push cannot succeed. */
  public static CheckResult fail(String message) {
    return new CheckResult(CheckStatus.FAIL, message, Optional.empty());
  }

  /** The same with what makes it right. */
  public CheckResult withRemedy(String newRemedy) {
    return new CheckResult(status, message, Optional.of(newRemedy));
  }

  /** Whether a push cannot succeed. */
  public boolean isFailure() {
    return status == CheckStatus.FAIL;
  }
}
