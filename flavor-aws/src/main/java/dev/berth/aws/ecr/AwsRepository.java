package dev.berth.aws.ecr;

import dev.berth.aws.AwsRegistryConfig;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check.Result;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.Lazy;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** One repository as ECR describes it. It is described once for all checks. */
abstract class AwsRepository {
  private final AwsRegistryConfig config;
  private final String name;
  private final Lazy<Boolean> exists;

  AwsRepository(AwsRegistryConfig config, String name) {
    this.config = config;
    this.name = name;
    this.exists = new Lazy<>(this::describe);
  }

  final String name() {
    return name;
  }

  final AwsRegistryConfig config() {
    return config;
  }

  /** Asks ECR whether it exists. */
  abstract boolean describe();

  /** Asks ECR to create it. */
  abstract void create();

  /** Whether the failure says that it was created in the meantime. */
  abstract boolean existsNow(SdkException e);

  /** The command that creates it. */
  abstract String createCommand();

  /** The result for a repository that does not exist and that Berth is not to create. */
  Result missing() {
    return Result.fail(where() + " does not exist, and a push does not create it")
        .withRemedy(createCommand());
  }

  /** Whether repositories can have immutable tags. */
  boolean hasImmutableTags() {
    return false;
  }

  /** Whether the tag can be pushed. */
  Result checkTag(ImageReference image, Optional<Digest> digest) {
    return Result.pass("tags can be changed");
  }

  final String where() {
    return "repository %s in %s".formatted(name, config.region());
  }

  /** Whether it exists, as far as the credentials may see it. */
  final boolean exists() {
    try {
      return exists.get();
    } catch (SdkException e) {
      return true;
    }
  }

  final Result check() {
    Result result;
    try {
      if (exists.get()) {
        return Result.pass(where() + " exists");
      }
      result =
          config.createRepository()
              ? Result.pass(where() + " does not exist yet; the push creates it")
              : missing();
    } catch (SdkException e) {
      result = AwsFailure.unknown("describing " + where(), e);
    }
    return config.createRepository()
        ? result.then("created " + where(), this::createIfMissing)
        : result;
  }

  private void createIfMissing() {
    try {
      create();
    } catch (SdkException e) {
      if (existsNow(e)) {
        return;
      }
      BerthException failure = AwsFailure.exception("creating " + where(), e);
      throw failure.code() == ErrorCode.TRANSIENT
          ? failure
          : new BerthException(ErrorCode.PREREQUISITE, failure.getMessage(), e, createCommand());
    }
  }
}
