package dev.berth.push;

import dev.berth.spi.PushPlan;

/** Moves an image's bytes to a registry. Safe for use by several threads. */
public interface PushEngine {
  /** The engine's name in commands and in results, for instance {@code docker}. */
  String name();

  /**
   * Pushes the image and returns what the registry confirmed.
   *
   * @param listener receives the progress, from any thread, one call at a time
   * @throws dev.berth.spi.BerthException with the code {@code INVALID} for a request that the
   *     engine cannot serve, {@code IMAGE}, {@code ENGINE}, {@code CREDENTIALS}, {@code TRANSIENT}
   *     or {@code REFUSED}; the tag then names what it named before, or the new image if only the
   *     response was lost
   */
  PushResult push(PushRequest request, PushListener listener);

  /**
   * What is known of the image that the request would push. Quick, and without asking the registry.
   */
  default PushPlan plan(PushRequest request) {
    return PushPlan.UNKNOWN;
  }
}
