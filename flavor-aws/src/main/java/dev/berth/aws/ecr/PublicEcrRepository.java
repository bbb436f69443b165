package dev.berth.aws.ecr;

import dev.berth.aws.AwsRegistryConfig;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClient;
import software.amazon.awssdk.services.ecrpublic.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecrpublic.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecrpublic.model.Tag;

/** One repository of a public registry (Amazon ECR Public API Reference). */
final class PublicEcrRepository extends AwsRepository {
  private final Supplier<EcrPublicClient> ecr;

  PublicEcrRepository(AwsRegistryConfig config, Supplier<EcrPublicClient> ecr, String name) {
    super(config, name);
    this.ecr = ecr;
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
