package dev.berth.aws.ecr;

import dev.berth.aws.AwsRegistryConfig;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.spi.CheckResult;
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
  // The template for repositories that no other one is for.
  private static final String ROOT = "ROOT";

  private final Supplier<EcrClient> ecr;
  private final Supplier<String> account;
  private volatile @Nullable Repository described;

  /**
   * A repository of the registry.
   *
   * @param account the account that asks
   */
  EcrRepository(
      AwsRegistryConfig config, Supplier<EcrClient> ecr, String name, Supplier<String> account) {
    super(config, name);
    this.ecr = ecr;
    this.account = account;
  }

  @Override
  boolean look() {
    try {
      described =
          ecr.get()
              .describeRepositories(
                  request -> {
                    request.repositoryNames(name());
                    config().registryId().ifPresent(request::registryId);
                  })
              .repositories()
              .get(0);
      return true;
    } catch (RepositoryNotFoundException e) {
      return false;
    }
  }

  @Override
  CheckResult missing() {
    try {
      if (isOfOthers()) {
        return CheckResult.unknown(
                where()
                    + " does not exist; whether a creation template of its account makes it on push"
                    + " cannot be asked from another account")
            .withRemedy(creation());
      }
      return isMadeOnPush()
          ? CheckResult.pass(where() + " does not exist yet; a creation template makes it on push")
          : super.missing();
    } catch (SdkException e) {
      String why = AwsFailure.unknown("looking for creation templates", e).message();
      return CheckResult.unknown(
              "%s does not exist, and whether a creation template makes it on push is not known: %s"
                  .formatted(where(), why))
          .withRemedy(creation());
    }
  }

  private boolean isOfOthers() {
    try {
      return config().registryId().filter(id -> !id.equals(account.get())).isPresent();
    } catch (SdkException e) {
      // Who asks could not be told, which is no sign of somebody else.
      return false;
    }
  }

  /** Whether the template that is for this name applies on push. */
  private boolean isMadeOnPush() {
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
  CheckResult takesTag(ImageReference image, Optional<Digest> digest) {
    if (!isThere() || image.tag().isEmpty()) {
      return CheckResult.pass("no tag is there that could not be put again");
    }
    Repository repository = described;
    if (repository == null) {
      return CheckResult.unknown("the repository could not be looked at");
    }
    String tag = image.tag().get();
    if (!isImmutable(repository, tag)) {
      return CheckResult.pass("the tag " + tag + " may be put again");
    }
    try {
      return taken(tag, digestOf(tag), digest);
    } catch (SdkException e) {
      return AwsFailure.unknown("looking for the tag " + tag + " of " + where(), e);
    }
  }

  private CheckResult taken(String tag, Optional<String> present, Optional<Digest> digest) {
    if (present.isEmpty()) {
      return CheckResult.pass("tags are immutable, and there is no tag " + tag + " yet");
    }
    String message = "the tag %s is immutable and is %s".formatted(tag, present.get());
    if (digest.isEmpty()) {
      return CheckResult.warn(message + ": no other image is taken under it");
    }
    return digest.get().toString().equals(present.get())
        ? CheckResult.pass(message + ", which is the image that is pushed")
        : CheckResult.fail("%s; it cannot become %s".formatted(message, digest.get()))
            .withRemedy("push it under another tag");
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

  /** Filters are text in which {@code *} stands for anything. */
  private static boolean matches(String filter, String tag) {
    String pattern =
        Stream.of(filter.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return tag.matches(pattern);
  }

  private Optional<String> digestOf(String tag) {
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
          .map(image -> image.imageDigest())
          .findFirst();
    } catch (ImageNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  void make() {
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
  boolean isThereAlready(SdkException e) {
    return e instanceof RepositoryAlreadyExistsException;
  }

  @Override
  String creation() {
    return "aws ecr create-repository --repository-name %s --region %s%s"
        .formatted(
            name(),
            config().region(),
            config().registryId().map(id -> " --registry-id " + id).orElse(""));
  }
}
