package dev.berth.generic;

import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.Check;
import dev.berth.spi.Check.Result;
import dev.berth.spi.JsonClient.Response;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Docker repository of Artifactory (JFrog's documentation, "Get Repository Configuration" and
 * "Docker Repositories").
 */
final class ArtifactoryRegistry extends BaseContainerRegistry {
  private static final Set<String> PACKAGES = Set.of("docker", "oci");

  private final ArtifactoryRegistryConfig config;
  private final CompanyApi api;

  ArtifactoryRegistry(RegistryContext context) {
    super(context);
    this.config = context.config(ArtifactoryRegistryConfig.class);
    this.api = new CompanyApi(context, config.endpoint(), "", Map.of());
  }

  @Override
  public Login login() {
    return Login.missing(
        "the flavor has no login of its own",
        "berth secret set with a user name and an identity token or access token");
  }

  @Override
  public List<Check> checks(Optional<ImageReference> image) {
    Check repository = new Check("repository", this::repository).afterLogin();
    return image
        .map(
            it ->
                List.of(
                    new Check("path", () -> path(it)),
                    repository,
                    new Check("permission", () -> permission(it)).afterLogin()))
        .orElse(List.of(repository));
  }

  private Result path(ImageReference image) {
    return image.repository().equals(config.uri().path())
        ? Result.fail(image.name() + " is a repository of Artifactory, and no image in it")
            .withRemedy("push to " + image.name() + "/IMAGE")
        : Result.pass(image.name() + " is long enough");
  }

  private Result repository() {
    String key = config.key();
    Response answer = api.get("/artifactory/api/repositories/" + CompanyApi.segment(key));
    return switch (answer.status()) {
      case 200 -> suits(key, answer);
      // Artifactory answers 400 for a key that does not exist.
      case 400, 404 -> missing(key, answer);
      // The configuration of repositories is for administrators.
      case 401, 403 ->
          Result.pass("the kind of repository '%s' is not shown to this login".formatted(key));
      default ->
          Result.unknown(
              "the kind of repository '%s': Artifactory responds %d"
                  .formatted(key, answer.status()));
    };
  }

  private static Result missing(String key, Response answer) {
    return answer.find("errors").isPresent()
        ? Result.fail("there is no repository '%s' in Artifactory".formatted(key))
            .withRemedy(
                "create a local Docker repository with this key, or correct 'uri' or 'repositoryKey'")
        : Result.unknown(
                "the kind of repository '%s': there is no API of Artifactory (%d)"
                    .formatted(key, answer.status()))
            .withRemedy("set 'endpointOverride' to the endpoint of Artifactory's API");
  }

  private static Result suits(String key, Response repository) {
    if (repository.text("rclass").isEmpty()) {
      return Result.unknown(
          "the kind of repository '%s' is not in Artifactory's answer".formatted(key));
    }
    String packages = repository.text("packageType").orElse("docker").toLowerCase(Locale.ROOT);
    if (!PACKAGES.contains(packages)) {
      return Result.fail(
              "repository '%s' is for packages of the type %s, not docker".formatted(key, packages))
          .withRemedy("push to a Docker repository");
    }
    return switch (repository.text("rclass").orElseThrow()) {
      case "remote" ->
          Result.fail("repository '%s' is remote, which takes no pushes".formatted(key))
              .withRemedy("push to a local repository, or to a virtual one that deploys to one");
      case "virtual" -> ofVirtual(key, repository);
      default -> Result.pass("repository '%s' takes pushes".formatted(key));
    };
  }

  private static Result ofVirtual(String key, Response repository) {
    String target = repository.text("defaultDeploymentRepo").orElse("");
    if (!target.isEmpty()) {
      return Result.pass("repository '%s' is virtual and deploys to '%s'".formatted(key, target));
    }
    // Only administrators see the whole configuration, with the repositories behind it.
    return repository.find("repositories").isPresent()
        ? Result.fail(
                "repository '%s' is virtual and has no default deployment repository"
                    .formatted(key))
            .withRemedy("set its default deployment repository, or push to a local repository")
        : Result.pass(
            "repository '%s' is virtual; where it deploys to is not shown to this login"
                .formatted(key));
  }

  private Result permission(ImageReference image) {
    Result result = context().probe().push(image);
    return result.isFailure()
        ? result.withRemedy(
            "the login needs the permission 'Deploy/Cache' on the repository; to replace a tag also"
                + " 'Delete/Overwrite'")
        : result;
  }
}
