package dev.berth.aws.ecr;

import dev.berth.aws.AwsRegistryConfig;
import dev.berth.spi.Check.Result;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClient;
import software.amazon.awssdk.services.ecrpublic.model.RegistryAlias;
import software.amazon.awssdk.services.ecrpublic.model.RegistryAliasStatus;
import software.amazon.awssdk.services.ecrpublic.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecrpublic.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecrpublic.model.Tag;

/** One repository of a public registry (Amazon ECR Public API Reference). */
final class PublicEcrRepository extends AwsRepository {
  private final Supplier<EcrPublicClient> ecr;
  private final String alias;

  /**
   * @param path the repository's path, {@code ALIAS/NAME}: the alias is the registry's, and not a
   *     part of the repository's name
   */
  PublicEcrRepository(AwsRegistryConfig config, Supplier<EcrPublicClient> ecr, String path) {
    super(config, path.substring(path.indexOf('/') + 1));
    this.ecr = ecr;
    this.alias = path.substring(0, Math.max(path.indexOf('/'), 0));
  }

  /**
   * Whether the alias is one of the caller's registry, since names are looked up and created there
   * whatever the alias is (Amazon ECR Public API Reference, "DescribeRegistries").
   */
  @Override
  Optional<Result> foreign() {
    if (alias.isEmpty()) {
      return Optional.of(
          Result.fail("the image has no repository: it must be public.ecr.aws/ALIAS/REPOSITORY"));
    }
    try {
      List<String> own = aliases();
      return own.contains(alias) ? Optional.empty() : Optional.of(notOwn(own));
    } catch (SdkException e) {
      return AwsFailure.of(e) == AwsFailure.NO_OPERATION
          ? Optional.empty()
          : Optional.of(AwsFailure.unknown("ecr-public:DescribeRegistries", e));
    }
  }

  private List<String> aliases() {
    return ecr.get().describeRegistriesPaginator(request -> {}).registries().stream()
        .flatMap(registry -> registry.aliases().stream())
        .filter(it -> it.status() == RegistryAliasStatus.ACTIVE)
        .map(RegistryAlias::name)
        .toList();
  }

  private Result notOwn(List<String> own) {
    String login = "log in to the account of " + alias;
    return Result.fail(
            "public.ecr.aws/%s is not a registry of these credentials' account, which has %s"
                .formatted(alias, own.isEmpty() ? "none" : String.join(", ", own)))
        .withRemedy(
            own.isEmpty()
                ? login
                : "%s, or push to public.ecr.aws/%s/%s".formatted(login, own.get(0), name()));
  }

  @Override
  boolean describe() {
    try {
      return !ecr.get()
          .describeRepositories(request -> request.repositoryNames(name()))
          .repositories()
          .isEmpty();
    } catch (RepositoryNotFoundException e) {
      return false;
    }
  }

  @Override
  void create() {
    List<Tag> tags =
        config().repositoryTags().entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    ecr.get()
        .createRepository(
            request -> {
              request.repositoryName(name());
              if (!tags.isEmpty()) {
                request.tags(tags);
              }
            });
  }

  @Override
  boolean existsNow(SdkException e) {
    return e instanceof RepositoryAlreadyExistsException;
  }

  @Override
  String createCommand() {
    return "aws ecr-public create-repository --repository-name %s --region %s"
        .formatted(name(), config().region());
  }
}
