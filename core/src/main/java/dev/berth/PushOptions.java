package dev.berth;

import dev.berth.push.compress.Compression;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.Platform;
import java.util.Locale;
import java.util.Optional;

/**
 * How an image is pushed.
 *
 * @param registry the registered registry to push to; empty for the one whose URI is the longest
 *     match for the image
 * @param source where the image is; empty for the Docker engine's image of the same name
 * @param engine what moves the bytes; empty for {@link Engine#DIRECT} with a source and {@link
 *     Engine#DOCKER} without one
 * @param platform which image of an index to push; empty for the whole index
 * @param compression the format for uncompressed layers
 * @param jobs the number of parallel blob uploads, 1 to {@value #MAX_JOBS}
 * @param skipChecks whether a prerequisite that is not met is only warned of
 * @param dryRun whether nothing is written, in the registry or here
 */
public record PushOptions(
    Optional<String> registry,
    Optional<ImageLocation> source,
    Optional<Engine> engine,
    Optional<Platform> platform,
    Compression compression,
    int jobs,
    boolean skipChecks,
    boolean dryRun) {
  /** The push engines. */
  public enum Engine {
    /** A Docker engine pushes an image that it has. */
    DOCKER,
    /** Berth reads the image and pushes it to the registry itself. */
    DIRECT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The most parallel uploads. */
  public static final int MAX_JOBS = 64;

  /** From the Docker engine to the registry that the image belongs to. */
  public static final PushOptions DEFAULTS =
      new PushOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Compression.GZIP,
          4,
          false,
          false);

  /** The same for a source, for instance {@code oci:build/image}. */
  public PushOptions from(String newSource) {
    return new PushOptions(
        registry,
        Optional.of(ImageLocation.parse(newSource)),
        engine,
        platform,
        compression,
        jobs,
        skipChecks,
        dryRun);
  }

  /** The same to a registered registry. */
  public PushOptions to(String newRegistry) {
    return new PushOptions(
        Optional.of(newRegistry), source, engine, platform, compression, jobs, skipChecks, dryRun);
  }

  /** The same, writing nothing. */
  public PushOptions asDryRun() {
    return new PushOptions(registry, source, engine, platform, compression, jobs, skipChecks, true);
  }

  /** The same, with failed checks as warnings. */
  public PushOptions skippingChecks() {
    return new PushOptions(registry, source, engine, platform, compression, jobs, true, dryRun);
  }

  /** The engine that these options choose. */
  Engine chosen() {
    return engine.orElse(source.isPresent() ? Engine.DIRECT : Engine.DOCKER);
  }
}
