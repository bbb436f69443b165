package dev.berth.check;

import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import java.util.Optional;

/**
 * The result of one check.
 *
 * @param check the check's name
 * @param result its result
 * @param thrown the failure of a check that threw an unexpected exception
 */
public record CheckOutcome(String check, Check.Result result, Optional<BerthException> thrown) {
  CheckOutcome(String check, Check.Result result) {
    this(check, result, Optional.empty());
  }

  CheckOutcome(String check, BerthException thrown) {
    this(check, Check.Result.fail(thrown.getMessage()), Optional.of(thrown));
  }

  public CheckOutcome with(Check.Result newResult) {
    return new CheckOutcome(check, newResult, thrown);
  }
}
