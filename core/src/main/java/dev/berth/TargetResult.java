package dev.berth;

import dev.berth.spi.BerthException;
import java.util.Optional;

/**
 * What became of one target of a push to several.
 *
 * @param target the target as it was given
 * @param pushed the push, if it succeeded
 * @param failure why it did not succeed
 */
public record TargetResult(
    String target, Optional<PushedImage> pushed, Optional<BerthException> failure) {
  static TargetResult of(String target, PushedImage pushed) {
    return new TargetResult(target, Optional.of(pushed), Optional.empty());
  }

  static TargetResult of(String target, BerthException failure) {
    return new TargetResult(target, Optional.empty(), Optional.of(failure));
  }
}
