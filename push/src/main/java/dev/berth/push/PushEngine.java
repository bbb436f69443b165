package dev.berth.push;

import dev.berth.reference.ImageReference;
import dev.berth.spi.PushPlan;

/** Moves an image's bytes to a registry. Safe for use by several threads. */
public interface PushEngine {
  /** The engine's name in commands and in results, for instance {@code docker}. */
  String name();

  /**
   * Pushes the image and returns what the registry confirmed.
   *
   * @param listener told of the progress, from any thread, one call at a time
   * @throws dev.berth.spi.BerthException with the code {@code INVALID} for a name that the engine
   *     cannot push, {@code IMAGE}, {@code ENGINE}, {@code CREDENTIALS}, {@code TRANSIENT} or
   *     {@code REFUSED}; the tag then names what it named before, or the new image if only the
   *     answer was lost
   */
  PushResult push(PushRequest request, PushListener listener);

  /**
   * What is known of the image that would be pushed as {@code image}, found out quickly and without
   * the registry.
   */
  default PushPlan plan(ImageReference image) {
    return PushPlan.UNKNOWN;
  }
}
