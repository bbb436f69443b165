package dev.berth.spi;

import dev.berth.reference.Digest;
import java.util.Optional;

/**
 * What is known of an image before it is pushed.
 *
 * @param digest the digest that its tag will name; empty where only the push tells
 * @param largestLayer the size in bytes of the largest of its layers whose size in the registry is
 *     known; 0 where none is
 */
public record PushPlan(Optional<Digest> digest, long largestLayer) {
  /** Nothing is known. */
  public static final PushPlan UNKNOWN = new PushPlan(Optional.empty(), 0);
}
