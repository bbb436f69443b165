package dev.berth.spi;

import dev.berth.reference.Digest;
import java.util.Optional;

/**
 * What is known of an image before it is pushed.
 *
 * @param digest the digest that its tag will name; empty when only the push tells
 * @param largestLayer the size in bytes of the largest layer whose size in the registry is known; 0
 *     when none is known
 * @see "docs/decisions/0014-engine-tells-the-plan.md"
 * @since 0.1
 */
public record PushPlan(Optional<Digest> digest, long largestLayer) {
  /** Nothing is known. */
  public static final PushPlan UNKNOWN = new PushPlan(Optional.empty(), 0);
}
