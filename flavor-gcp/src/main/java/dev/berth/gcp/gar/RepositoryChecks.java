package dev.berth.gcp.gar;

import com.google.devtools.artifactregistry.v1.Repository;
import com.google.iam.v1.TestIamPermissionsRequest;
import dev.berth.gcp.GcpRegistryConfig;
import dev.berth.gcp.RepositoryPath;
import dev.berth.spi.CheckResult;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at what any image's push needs of the repository. */
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

  /** Whether the API answers for the project, and has the location. */
  CheckResult location() {
    return lookup.hasLocation()
        ? CheckResult.pass(
            "project %s has the Artifact Registry API in %s"
                .formatted(path.project(), path.location()))
        : noLocation();
  }

  private CheckResult noLocation() {
    return CheckResult.fail(
            "Artifact Registry has no location %s in project %s"
                .formatted(path.location(), path.project()))
        .withRemedy("gcloud artifacts locations list --project=" + path.project());
  }

  /** Whether the repository is there and takes images. */
  CheckResult repository() {
    Optional<Repository> repository = lookup.repository();
    return repository.isPresent() ? suits(repository.get()) : missing();
  }

  private CheckResult missing() {
    if (lookup.isLocationMissing()) {
      return noLocation();
    }
    if (creates) {
      return CheckResult.pass("there is no " + path + "; a push makes it (createRepository)");
    }
    return path.isMadeByPush()
        ? CheckResult.warn("there is no %s; a push makes it, if it may %s".formatted(path, CREATE))
            .withRemedy(path.createCommand())
        : CheckResult.fail(
                "there is no %s, and none is made by a push: set createRepository, or make it"
                    .formatted(path))
            .withRemedy(path.createCommand());
  }

  /** Whether images can be pushed to it, as far as its kind tells. */
  CheckResult suits(Repository repository) {
    if (repository.getFormat() != Repository.Format.DOCKER) {
      return CheckResult.fail(
              "%s is of the format %s, not DOCKER".formatted(path, format(repository)))
          .withRemedy(list());
    }
    return switch (repository.getMode()) {
      case VIRTUAL_REPOSITORY, REMOTE_REPOSITORY ->
          CheckResult.fail(
                  "%s is of the mode %s, which takes no pushes: push to one of the mode STANDARD"
                      .formatted(path, repository.getMode()))
              .withRemedy(list());
      default -> CheckResult.pass(path + " takes images");
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

  /** Whether the login may push. */
  CheckResult permission() {
    boolean made = path.isMadeByPush() && !creates && lookup.repository().isEmpty();
    String needed = made ? CREATE : UPLOAD;
    if (!made) {
      lookup.required();
    }
    var request =
        TestIamPermissionsRequest.newBuilder()
            .setResource(path.repositoryName())
            .addPermissions(needed)
            .build();
    return api.find("asking for " + needed, client -> client.testIamPermissions(request))
        .map(answer -> granted(answer.getPermissionsList().contains(needed), needed))
        .orElseGet(() -> CheckResult.unknown("there is no " + path + " to ask about"));
  }

  private CheckResult granted(boolean granted, String permission) {
    String role = permission.equals(CREATE) ? "createOnPushWriter" : "writer";
    return granted
        ? CheckResult.pass("the login has %s on %s".formatted(permission, path))
        : CheckResult.fail("the login has no %s on %s".formatted(permission, path))
            .withRemedy(binding(role));
  }

  private String binding(String role) {
    String grant =
        path.isMadeByPush()
            ? "gcloud projects add-iam-policy-binding " + path.project()
            : "gcloud artifacts repositories add-iam-policy-binding %s --project=%s --location=%s"
                .formatted(path.repository(), path.project(), path.location());
    return "%s --member=%s --role=roles/artifactregistry.%s".formatted(grant, member.get(), role);
  }
}
