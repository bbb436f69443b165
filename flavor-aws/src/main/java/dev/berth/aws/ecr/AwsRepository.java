package dev.berth.aws.ecr;

import dev.berth.aws.AwsRegistryConfig;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.CheckResult;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Lazy;
import dev.berth.spi.RegistryContext;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** One repository as ECR describes it, asked for by its name. Asked once, however many checks. */
abstract class AwsRepository {
  private final AwsRegistryConfig config;
  private final String name;
  private final Lazy<Boolean> there;

  AwsRepository(AwsRegistryConfig config, String name) {
    this.config = config;
    this.name = name;
    this.there = new Lazy<>(this::look);
  }

  final String name() {
    return name;
  }

  final AwsRegistryConfig config() {
    return config;
  }

  /** Asks whether it is there. */
  abstract boolean look();

  /** Makes it. */
  abstract void make();

  /** Whether the failure says that somebody else made it meanwhile. */
  abstract boolean isThereAlready(SdkException e);

  /** The command line that makes it. */
  abstract String creation();

  /** What there is to say of a repository that is not there and that Berth is not to make. */
  CheckResult missing() {
    return CheckResult.fail(where() + " does not exist, and a push makes none")
        .withRemedy(creation());
  }

  /** Whether repositories can have tags that are put once only. */
  boolean hasImmutableTags() {
    return false;
  }

  /** Whether the tag may be put. */
  CheckResult takesTag(ImageReference image, Optional<Digest> digest) {
    return CheckResult.pass("tags may be put again");
  }

  final String where() {
    return "the repository %s in %s".formatted(name, config.region());
  }

  /** Whether it is there, as far as that can be seen. */
  final boolean isThere() {
    try {
      return there.get();
    } catch (SdkException e) {
      return true;
    }
  }

  final CheckResult exists() {
    try {
      if (there.get()) {
        return CheckResult.pass(where() + " exists");
      }
      return config.createRepository()
          ? CheckResult.pass(where() + " does not exist yet; a push makes it")
          : missing();
    } catch (SdkException e) {
      return AwsFailure.unknown("looking for " + where(), e);
    }
  }

  /**
   * Makes it where it is not there, or where that cannot be seen.
   *
   * @throws BerthException with {@link ErrorCode#PREREQUISITE} when it is not there and cannot be
   *     made, {@link ErrorCode#TRANSIENT} when AWS does not answer
   */
  final void create(RegistryContext context) {
    boolean seen = true;
    try {
      if (there.get()) {
        return;
      }
    } catch (SdkException e) {
      seen = false;
    }
    try {
      make();
      context.tell("made " + where());
    } catch (SdkException e) {
      if (!isThereAlready(e)) {
        BerthException failure = AwsFailure.exception("making " + where(), e);
        if (seen) {
          throw failure.code() == ErrorCode.TRANSIENT
              ? failure
              : new BerthException(ErrorCode.PREREQUISITE, failure.getMessage(), e, creation());
        }
        context.warn(failure.getMessage() + "; whether it is there could not be seen");
      }
    }
  }
}
