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
import dev.berth.spi.Check.Result;
import dev.berth.spi.ErrorCode;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Creates a missing repository. */
final class RepositoryCreation {
  private final ArtifactRegistryApi api;
  private final RepositoryPath path;
  private final RepositoryChecks checks;
  private boolean createdHere = true;

  RepositoryCreation(ArtifactRegistryApi api, RepositoryPath path, RepositoryChecks checks) {
    this.api = api;
    this.path = path;
    this.checks = checks;
  }

  /**
   * Creates it, unless it was created in the meantime.
   *
   * @return whether this call created it
   * @throws BerthException {@link ErrorCode#PREREQUISITE} when it cannot be created, or the one
   *     that was created in the meantime accepts no images
   */
  boolean create() {
    Optional<Repository> created = created();
    Result suits =
        created
            .map(checks::suits)
            .orElseGet(
                () ->
                    Result.fail(
                        "there is no project "
                            + path.project()
                            + " or location "
                            + path.location()));
    if (suits.isFailure()) {
      throw new BerthException(
          ErrorCode.PREREQUISITE, suits.message(), suits.remedy().stream().toArray(String[]::new));
    }
    return createdHere;
  }

  private Optional<Repository> created() {
    try {
      return api.find("creating " + path, this::created);
    } catch (BerthException e) {
      if (!(e.getCause() instanceof PermissionDeniedException) || !e.hints().isEmpty()) {
        throw e;
      }
      throw new BerthException(
          ErrorCode.PREREQUISITE,
          e.getMessage(),
          e,
          "ask somebody with the permission to run: " + path.createCommand());
    }
  }

  private Repository created(ArtifactRegistryClient client) {
    try {
      return await(client);
    } catch (AlreadyExistsException | AbortedException e) {
      // gRPC responds with the first; a running operation ends with the second.
      createdHere = false;
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
    return new BerthException(ErrorCode.TRANSIENT, "creating " + path + " timed out", cause);
  }
}
