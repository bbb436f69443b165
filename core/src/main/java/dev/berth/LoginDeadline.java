package dev.berth;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import dev.berth.spi.support.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The time limit of a flavor's login.
 *
 * @param flavor the flavor's name, for messages
 */
record LoginDeadline(String flavor) {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /**
   * Waits for the login.
   *
   * @throws BerthException what the login throws; {@link ErrorCode#TRANSIENT} at the limit
   */
  Login await(Supplier<Login> login) {
    try {
      return Deadline.supply(LIMIT, "berth-login", login);
    } catch (TimeoutException e) {
      throw failed("gave no answer within %d s".formatted(LIMIT.toSeconds()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was interrupted", e);
    }
  }

  private BerthException failed(String how, Exception cause) {
    return new BerthException(
        ErrorCode.TRANSIENT, "the login of the flavor '%s' %s".formatted(flavor, how), cause);
  }
}
