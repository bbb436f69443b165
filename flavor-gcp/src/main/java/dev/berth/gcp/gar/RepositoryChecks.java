package dev.berth.gcp.gar;

import com.google.devtools.artifactregistry.v1.Repository;
import com.google.iam.v1.TestIamPermissionsRequest;
import dev.berth.gcp.GcpRegistryConfig;
import dev.berth.gcp.RepositoryPath;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check.Result;
import dev.berth.spi.ErrorCode;
import java.util.Optional;
import java.util.function.Supplier;

/** The prerequisites that all images share. */
final class RepositoryChecks {
  private static final String UPLOAD = "artifactregistry.repositories.uploadArtifacts";
  private static final String CREATE = "artifactregistry.repositories.createOnPush";

  private final ArtifactRegistryApi api;
  private final RepositoryPath path;
  private final boolean creates;
  private final RepositoryLookup lookup;
  private final Supplier<String> member;

  RepositoryChecks(
      ArtifactRegistryApi api,
      GcpRegistryConfig config,
      RepositoryLookup lookup,
      Supplier<String> member) {
    this.api = api;
    this.path = config.path();
    this.creates = config.createRepository();
    this.lookup = lookup;
    this.member = member;
  }

  /** Whether the project has the API and the location. */
  Result location() {
    return lookup.hasLocation()
        ? Result.pass(
            "project %s has the Artifact Registry API in %s"
                .formatted(path.project(), path.location()))
        : noLocation();
  }

  private Result noLocation() {
    return Result.fail(
            "Artifact Registry has no location %s in project %s"
                .formatted(path.location(), path.project()))
        .withRemedy("gcloud artifacts locations list --project=" + path.project());
  }

  /** Whether the repository exists and accepts images. */
  Result repository() {
    Result result;
    try {
      Optional<Repository> repository = lookup.repository();
      if (repository.isPresent()) {
        return suits(repository.get());
      }
      result = missing();
    } catch (BerthException e) {
      boolean unseen = e.code() == ErrorCode.REFUSED || e.code() == ErrorCode.TRANSIENT;
      if (!creates || !unseen) {
        throw e;
      }
      result =
          e.code() == ErrorCode.TRANSIENT
              ? Result.unreachable(e.getMessage())
              : Result.unknown(e.getMessage());
    }
    return creates && !result.isFailure()
        ? result.then("created " + path, new RepositoryCreation(api, path, this)::create)
        : result;
  }

  private Result missing() {
    if (lookup.isLocationMissing()) {
      return noLocation();
    }
    if (creates) {
      return Result.pass(path + " does not exist yet; the push creates it");
    }
    return path.isCreatedByPush()
        ? Result.warn(
                "%s does not exist; a push creates it with the permission %s"
                    .formatted(path, CREATE))
            .withRemedy(path.createCommand())
        : Result.fail(
                "%s does not exist, and a push does not create it: set createRepository, or create it"
                    .formatted(path))
            .withRemedy(path.createCommand());
  }

  /** Whether its format and mode accept images. */
  Result suits(Repository repository) {
    if (repository.getFormat() != Repository.Format.DOCKER) {
      return Result.fail("%s has the format %s, not DOCKER".formatted(path, format(repository)))
          .withRemedy(list());
    }
    return switch (repository.getMode()) {
      case VIRTUAL_REPOSITORY, REMOTE_REPOSITORY ->
          Result.fail(
                  "%s has the mode %s, which accepts no pushes: push to one with the mode STANDARD"
                      .formatted(path, repository.getMode()))
              .withRemedy(list());
      default -> Result.pass(path + " accepts images");
    };
  }

  private static String format(Repository repository) {
    return repository.getFormat() == Repository.Format.UNRECOGNIZED
        ? String.valueOf(repository.getFormatValue())
        : repository.getFormat().name();
  }

  private String list() {
    return "gcloud artifacts repositories list --project=%s --location=%s"
        .formatted(path.project(), path.location());
  }

  /** Whether the account may push. */
  Result permission() {
    if (path.isCreatedByPush() && lookup.repository().isEmpty()) {
      // Google's answer for a resource that does not exist is an empty set (iam_policy.proto).
      return Result.unknown(
          "not checked: %s does not exist yet; a push needs %s"
              .formatted(path, creates ? "the permission to create it" : CREATE));
    }
    lookup.required();
    var request =
        TestIamPermissionsRequest.newBuilder()
            .setResource(path.repositoryName())
            .addPermissions(UPLOAD)
            .build();
    return api.find(
            "testing the permission " + UPLOAD, client -> client.testIamPermissions(request))
        .map(answer -> granted(answer.getPermissionsList().contains(UPLOAD)))
        .orElseGet(() -> Result.unknown(path + " does not exist"));
  }

  private Result granted(boolean granted) {
    return granted
        ? Result.pass("the account has %s on %s".formatted(UPLOAD, path))
        : Result.fail("the account lacks %s on %s".formatted(UPLOAD, path)).withRemedy(binding());
  }

  private String binding() {
    String grant =
        path.isCreatedByPush()
            ? "gcloud projects add-iam-policy-binding " + path.project()
            : "gcloud artifacts repositories add-iam-policy-binding %s --project=%s --location=%s"
                .formatted(path.repository(), path.project(), path.location());
    return "%s --member=%s --role=roles/artifactregistry.writer".formatted(grant, member.get());
  }
}
