package dev.berth.aws.ecr;

import dev.berth.aws.AwsRegistryConfig;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.Check.Result;
import dev.berth.spi.support.ImmutableTag;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.EncryptionType;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.RepositoryCreationTemplate;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;

/** One repository of a private registry (Amazon ECR API Reference). */
final class EcrRepository extends AwsRepository {
  // The prefix of the default template.
  private static final String ROOT = "ROOT";

  private final Supplier<EcrClient> ecr;
  private final Supplier<String> account;
  private volatile @Nullable Repository described;

  /**
   * @param account the caller's account
   */
  EcrRepository(
      AwsRegistryConfig config, Supplier<EcrClient> ecr, String name, Supplier<String> account) {
    super(config, name);
    this.ecr = ecr;
    this.account = account;
  }

  @Override
  boolean describe() {
    try {
      Optional<Repository> found =
          ecr
              .get()
              .describeRepositories(
                  request -> {
                    request.repositoryNames(name());
                    config().registryId().ifPresent(request::registryId);
                  })
              .repositories()
              .stream()
              .findFirst();
      described = found.orElse(null);
      return found.isPresent();
    } catch (RepositoryNotFoundException e) {
      return false;
    }
  }

  @Override
  Result missing() {
    try {
      if (isInOtherAccount()) {
        return Result.unknown(
                where()
                    + " does not exist; whether a creation template of its account creates it on push"
                    + " is not visible from another account")
            .withRemedy(createCommand());
      }
      return isCreatedOnPush()
          ? Result.pass(where() + " does not exist yet; a creation template creates it on push")
          : super.missing();
    } catch (SdkException e) {
      if (AwsFailure.of(e) == AwsFailure.NO_OPERATION) {
        // Without templates, nothing creates a repository.
        return super.missing();
      }
      String why = AwsFailure.unknown("ecr:DescribeRepositoryCreationTemplates", e).message();
      return Result.unknown(
              "%s does not exist, and whether a creation template creates it on push is unknown: %s"
                  .formatted(where(), why))
          .withRemedy(createCommand());
    }
  }

  private boolean isInOtherAccount() {
    try {
      return config().registryId().filter(id -> !id.equals(account.get())).isPresent();
    } catch (SdkException e) {
      // The account is unknown.
      return false;
    }
  }

  /** Whether the template for this name applies on push. */
  private boolean isCreatedOnPush() {
    List<RepositoryCreationTemplate> templates =
        ecr
            .get()
            .describeRepositoryCreationTemplatesPaginator(request -> {})
            .repositoryCreationTemplates()
            .stream()
            .filter(template -> isFor(template.prefix()))
            .toList();
    int longest = templates.stream().mapToInt(EcrRepository::weight).max().orElse(-1);
    return templates.stream()
        .filter(template -> weight(template) == longest)
        .anyMatch(template -> template.appliedFor().contains(RCTAppliedFor.CREATE_ON_PUSH));
  }

  private static int weight(RepositoryCreationTemplate template) {
    return template.prefix().equals(ROOT) ? 0 : template.prefix().length();
  }

  private boolean isFor(String prefix) {
    String folder = prefix.endsWith("/") ? prefix : prefix + "/";
    return prefix.equals(ROOT) || name().startsWith(folder);
  }

  @Override
  boolean hasImmutableTags() {
    return true;
  }

  @Override
  Result checkTag(ImageReference image, Optional<Digest> digest) {
    if (!exists() || image.tag().isEmpty()) {
      return Result.pass("no tag exists that could be immutable");
    }
    Repository repository = described;
    if (repository == null) {
      return Result.unknown("not checked: see 'repository'");
    }
    String tag = image.tag().get();
    if (!isImmutable(repository, tag)) {
      return Result.pass("tag " + tag + " can be changed");
    }
    try {
      return ImmutableTag.verdict(tag, digestOf(tag), digest);
    } catch (SdkException e) {
      return AwsFailure.unknown("resolving tag %s of %s".formatted(tag, where()), e);
    } catch (IllegalArgumentException e) {
      throw AwsFailure.unexpected("resolving tag %s of %s".formatted(tag, where()), e);
    }
  }

  private static boolean isImmutable(Repository repository, String tag) {
    boolean excluded =
        repository.imageTagMutabilityExclusionFilters().stream()
            .anyMatch(filter -> matches(filter.filter(), tag));
    ImageTagMutability mutability = repository.imageTagMutability();
    return mutability == ImageTagMutability.IMMUTABLE
        || (mutability == ImageTagMutability.IMMUTABLE_WITH_EXCLUSION && !excluded)
        || (mutability == ImageTagMutability.MUTABLE_WITH_EXCLUSION && excluded);
  }

  /** In a filter, {@code *} matches any text. */
  private static boolean matches(String filter, String tag) {
    String pattern =
        Stream.of(filter.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return tag.matches(pattern);
  }

  private Optional<Digest> digestOf(String tag) {
    try {
      return ecr
          .get()
          .describeImages(
              request -> {
                request
                    .repositoryName(name())
                    .imageIds(ImageIdentifier.builder().imageTag(tag).build());
                config().registryId().ifPresent(request::registryId);
              })
          .imageDetails()
          .stream()
          .map(image -> Digest.parse(image.imageDigest()))
          .findFirst();
    } catch (ImageNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  void create() {
    CreateRepositoryRequest.Builder request =
        CreateRepositoryRequest.builder()
            .repositoryName(name())
            .imageTagMutability(
                config().immutableTags()
                    ? ImageTagMutability.IMMUTABLE
                    : ImageTagMutability.MUTABLE)
            .imageScanningConfiguration(scan -> scan.scanOnPush(config().scanOnPush()));
    config().registryId().ifPresent(request::registryId);
    config()
        .kmsKey()
        .ifPresent(
            key ->
                request.encryptionConfiguration(
                    encryption -> encryption.encryptionType(EncryptionType.KMS).kmsKey(key)));
    List<Tag> tags =
        config().repositoryTags().entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    ecr.get().createRepository((tags.isEmpty() ? request : request.tags(tags)).build());
  }

  @Override
  boolean existsNow(SdkException e) {
    return e instanceof RepositoryAlreadyExistsException;
  }

  @Override
  String createCommand() {
    return "aws ecr create-repository --repository-name %s --region %s%s"
        .formatted(
            name(),
            config().region(),
            config().registryId().map(id -> " --registry-id " + id).orElse(""));
  }
}
