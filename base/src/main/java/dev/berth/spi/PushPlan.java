package dev.berth.spi;

import dev.berth.reference.Digest;
import java.util.Optional;

/**
 * What is known of an image before it is pushed.
 *
 * @param digest the digest that its tag will name; empty where only the push tells
 * @param largestLayer the size of its largest layer in bytes, before compression where it is to be
 *     compressed; 0 where it is not known
 */
public record PushPlan(Optional<Digest> digest, long largestLayer) {
  /** Nothing is known. */
  public static final PushPlan UNKNOWN = new PushPlan(Optional.empty(), 0);
}
