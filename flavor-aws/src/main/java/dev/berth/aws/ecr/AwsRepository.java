package dev.berth.aws.ecr;

import dev.berth.aws.AwsRegistryConfig;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check.Result;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.Lazy;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;

/** One repository, which is described once for all checks. */
abstract class AwsRepository {
  private static final int MAX_NAME = 256;

  // Amazon ECR API Reference, "CreateRepository": repositoryName.
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{2,256}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*");

  private final AwsRegistryConfig config;
  private final String name;
  private final Lazy<Boolean> exists;
  private final Lazy<Optional<Result>> foreign = new Lazy<>(this::foreign);

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

  abstract boolean describe();

  abstract void create();

  /** Whether the failure means that it was created in the meantime. */
  abstract boolean existsNow(SdkException e);

  abstract String createCommand();

  /** The result for an image of a registry that is not, or may not be, the caller's own. */
  Optional<Result> foreign() {
    return Optional.empty();
  }

  /** The result for a missing repository without {@code createRepository}. */
  Result missing() {
    return Result.fail(where() + " does not exist, and a push does not create it")
        .withRemedy(createCommand());
  }

  boolean hasImmutableTags() {
    return false;
  }

  Result checkTag(ImageReference image, Optional<Digest> digest) {
    return Result.pass("tags can be changed");
  }

  final String where() {
    return "repository %s in %s".formatted(name, config.region());
  }

  /** Whether it exists; true if that is unknown. */
  final boolean exists() {
    try {
      return foreign.get().isPresent() || exists.get();
    } catch (SdkException e) {
      return true;
    }
  }

  final Result check() {
    if (!NAME.matcher(name).matches()) {
      return Result.fail(
          "'%s' cannot be the name of a repository of Amazon ECR: it has 2 to %d characters"
              .formatted(name, MAX_NAME));
    }
    if (foreign.get().isPresent()) {
      return foreign.get().orElseThrow();
    }
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

  private boolean createIfMissing() {
    try {
      create();
      return true;
    } catch (SdkException e) {
      if (existsNow(e)) {
        return false;
      }
      BerthException failure = AwsFailure.exception("creating " + where(), e);
      throw failure.code() == ErrorCode.TRANSIENT
          ? failure
          : new BerthException(ErrorCode.PREREQUISITE, failure.getMessage(), e, createCommand());
    }
  }
}
