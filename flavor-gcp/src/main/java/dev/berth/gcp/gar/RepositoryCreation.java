package dev.berth.gcp.gar;

import com.google.api.gax.rpc.AbortedException;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.devtools.artifactregistry.v1.ArtifactRegistryClient;
import com.google.devtools.artifactregistry.v1.CreateRepositoryRequest;
import com.google.devtools.artifactregistry.v1.Repository;
import dev.berth.gcp.RepositoryPath;
import dev.berth.spi.BerthException;
import dev.berth.spi.CheckResult;
import dev.berth.spi.ErrorCode;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes the repository where it is missing. */
final class RepositoryCreation {
  private final ArtifactRegistryApi api;
  private final RepositoryPath path;
  private final RepositoryChecks checks;

  RepositoryCreation(ArtifactRegistryApi api, RepositoryPath path, RepositoryChecks checks) {
    this.api = api;
    this.path = path;
    this.checks = checks;
  }

  /**
   * Makes it, unless somebody else was quicker.
   *
   * @throws BerthException {@link ErrorCode#PREREQUISITE} when it cannot be made, or what somebody
   *     else made takes no images
   */
  void create() {
    Optional<Repository> made = made();
    CheckResult suits =
        made.map(checks::suits)
            .orElseGet(
                () ->
                    CheckResult.fail(
                        "there is no project "
                            + path.project()
                            + " or location "
                            + path.location()));
    if (suits.isFailure()) {
      throw new BerthException(
          ErrorCode.PREREQUISITE, suits.message(), suits.remedy().stream().toArray(String[]::new));
    }
  }

  private Optional<Repository> made() {
    try {
      return api.find("making " + path, this::made);
    } catch (BerthException e) {
      if (!(e.getCause() instanceof PermissionDeniedException) || !e.hints().isEmpty()) {
        throw e;
      }
      throw new BerthException(
          ErrorCode.PREREQUISITE,
          e.getMessage(),
          e,
          "let somebody who may make it: " + path.createCommand());
    }
  }

  private Repository made(ArtifactRegistryClient client) {
    try {
      return await(client);
    } catch (AlreadyExistsException | AbortedException e) {
      // The answer over gRPC is the first, of an operation that is still running the second.
      return client.getRepository(path.repositoryName());
    }
  }

  private Repository await(ArtifactRegistryClient client) {
    var request =
        CreateRepositoryRequest.newBuilder()
            .setParent(path.locationName())
            .setRepositoryId(path.repository())
            .setRepository(Repository.newBuilder().setFormat(Repository.Format.DOCKER))
            .build();
    try {
      return client
          .createRepositoryAsync(request)
          .get(ArtifactRegistryApi.CREATION_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ApiException refused) {
        throw refused;
      }
      throw unfinished(e);
    } catch (CancellationException | TimeoutException e) {
      throw unfinished(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unfinished(e);
    }
  }

  private BerthException unfinished(Exception cause) {
    return new BerthException(
        ErrorCode.TRANSIENT, "making " + path + " did not end in time", cause);
  }
}
