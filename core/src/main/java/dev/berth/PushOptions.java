package dev.berth;

import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ImageLocation;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.Locale;
import java.util.Optional;

/**
 * How an image is pushed.
 *
 * @param registry the registered registry to push to; empty for the one whose URI is the longest
 *     match for the image
 * @param source the source of the image; empty for the Docker engine's image of the same name
 * @param engine the push engine; empty for {@link Engine#DIRECT} with a source and {@link
 *     Engine#DOCKER} without one
 * @param form which part of the source is pushed, and in which form
 * @param jobs the number of parallel blob uploads, 1 to {@value #MAX_JOBS}
 * @param skipChecks whether failed checks are only reported as warnings
 * @param dryRun whether nothing is written, neither in the registry nor locally
 */
public record PushOptions(
    Optional<String> registry,
    Optional<ImageLocation> source,
    Optional<Engine> engine,
    ImageForm form,
    int jobs,
    boolean skipChecks,
    boolean dryRun) {
  /**
   * Checks the number of jobs.
   *
   * @throws BerthException {@link ErrorCode#INVALID} for a number out of its range
   */
  public PushOptions {
    if (jobs < 1 || jobs > MAX_JOBS) {
      throw new BerthException(
          ErrorCode.INVALID,
          "the number of jobs must be from 1 to %d, not %d".formatted(MAX_JOBS, jobs));
    }
  }

  /** The push engines. */
  public enum Engine {
    /** A Docker engine pushes its image. */
    DOCKER,
    /** Berth reads the image and uploads it to the registry. */
    DIRECT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The highest number of parallel uploads. */
  public static final int MAX_JOBS = 64;

  /** From the Docker engine to the registry that the image belongs to. */
  public static final PushOptions DEFAULTS =
      new PushOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          ImageForm.DEFAULTS,
          4,
          false,
          false);

  /** The same with a source, for instance {@code oci:build/image}. */
  public PushOptions from(String newSource) {
    return new PushOptions(
        registry,
        Optional.of(ImageLocation.parse(newSource)),
        engine,
        form,
        jobs,
        skipChecks,
        dryRun);
  }

  /** The same with a registered registry. */
  public PushOptions to(String newRegistry) {
    return new PushOptions(
        Optional.of(newRegistry), source, engine, form, jobs, skipChecks, dryRun);
  }

  /** The same with another form of the image. */
  public PushOptions as(ImageForm newForm) {
    return new PushOptions(registry, source, engine, newForm, jobs, skipChecks, dryRun);
  }

  /** The same as a dry run. */
  public PushOptions asDryRun() {
    return new PushOptions(registry, source, engine, form, jobs, skipChecks, true);
  }

  /** The same with failed checks as warnings. */
  public PushOptions skippingChecks() {
    return new PushOptions(registry, source, engine, form, jobs, true, dryRun);
  }

  /** The image of a source in a registry. */
  Optional<ImageReference> sourceImage() {
    return source.flatMap(ImageLocation::inRegistry);
  }

  /** The engine that these options choose. */
  Engine chosen() {
    return engine.orElse(source.isPresent() ? Engine.DIRECT : Engine.DOCKER);
  }
}
