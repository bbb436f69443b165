package dev.berth;

import java.util.Optional;

/**
 * How an image is pushed.
 *
 * @param registry the registered registry to push to; without it, the most specific one that owns
 *     the image
 * @param skipChecks whether a prerequisite that is not met is only warned of
 * @param dryRun whether flavors make nothing that is missing; the engine has to know it too
 */
public record PushOptions(Optional<String> registry, boolean skipChecks, boolean dryRun) {
  /** To the most specific registry, if everything is well. */
  public static final PushOptions STANDARD = new PushOptions(Optional.empty(), false, false);
}
