package dev.berth.spi.support;

import dev.berth.reference.Digest;
import dev.berth.spi.Check.Result;
import java.util.Optional;

/**
 * The verdict on a push to a tag that cannot be changed: a missing tag and the same image pass, an
 * image that is not known yet is warned of, and another image fails.
 *
 * @since 0.1
 */
public final class ImmutableTag {
  private ImmutableTag() {}

  /**
   * {@return the verdict}
   *
   * @param tag the tag
   * @param present the digest that the tag names now; empty when it does not exist
   * @param planned the digest that it is to name; empty when only the push tells
   */
  public static Result verdict(String tag, Optional<Digest> present, Optional<Digest> planned) {
    if (present.isEmpty()) {
      return Result.pass("tag %s is immutable and does not exist yet".formatted(tag));
    }
    String message = "tag %s is immutable and is %s".formatted(tag, present.get());
    if (planned.isEmpty()) {
      return Result.warn(message + "; the registry will refuse any other image");
    }
    return planned.equals(present)
        ? Result.pass(message + ", which is the image to be pushed")
        : Result.fail("%s; it cannot become %s".formatted(message, planned.get()))
            .withRemedy("push the image with another tag");
  }
}
