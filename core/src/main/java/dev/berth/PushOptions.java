package dev.berth;

import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.Platform;
import java.util.Optional;

/**
 * How an image is pushed.
 *
 * @param registry the registered registry to push to; without it, the most specific one that owns
 *     the image
 * @param skipChecks whether a prerequisite that is not met is only warned of
 * @param dryRun whether nothing is written: flavors create nothing, and the engine sends nothing
 * @param source where the image is; empty for the Docker engine's image of the same name
 * @param platform which image of an index to push; empty for the whole index
 */
public record PushOptions(
    Optional<String> registry,
    boolean skipChecks,
    boolean dryRun,
    Optional<ImageLocation> source,
    Optional<Platform> platform) {
  /** To the most specific registry, if everything is well. */
  public static final PushOptions STANDARD = new PushOptions(Optional.empty(), false, false);

  /** A push of the Docker engine's image of the same name. */
  public PushOptions(Optional<String> registry, boolean skipChecks, boolean dryRun) {
    this(registry, skipChecks, dryRun, Optional.empty(), Optional.empty());
  }

  /** The same push of the image at another location. */
  public PushOptions from(ImageLocation newSource) {
    return new PushOptions(registry, skipChecks, dryRun, Optional.of(newSource), platform);
  }
}
