package dev.berth.gcp.gar;

import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.cloud.location.GetLocationRequest;
import com.google.devtools.artifactregistry.v1.ArtifactRegistryClient;
import com.google.devtools.artifactregistry.v1.Repository;
import dev.berth.gcp.RepositoryPath;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.Lazy;
import java.util.Optional;

/** A repository and its location in the API, requested once for all checks. */
final class RepositoryLookup {
  private final Lazy<Boolean> location;
  private final Lazy<Optional<Repository>> repository;

  RepositoryLookup(ArtifactRegistryApi api, RepositoryPath path) {
    this.location =
        new Lazy<>(
            () ->
                api.find(
                        "getting location %s of project %s"
                            .formatted(path.location(), path.project()),
                        client -> hasLocation(client, path))
                    .orElse(false));
    this.repository =
        new Lazy<>(
            () ->
                api.find("getting " + path, client -> client.getRepository(path.repositoryName())));
  }

  private static boolean hasLocation(ArtifactRegistryClient client, RepositoryPath path) {
    try {
      var request = GetLocationRequest.newBuilder().setName(path.locationName()).build();
      return client.getLocation(request).isInitialized();
    } catch (InvalidArgumentException e) {
      // Only the name can be invalid.
      return false;
    }
  }

  /** Whether the project has the location. */
  boolean hasLocation() {
    return location.get();
  }

  /** The repository; empty when it does not exist. */
  Optional<Repository> repository() {
    return repository.get();
  }

  /**
   * The repository, for checks of its settings.
   *
   * @throws BerthException {@link ErrorCode#REFUSED} when it is not known; the check {@code
   *     repository} reports why
   */
  Repository required() {
    Optional<Repository> known;
    try {
      known = repository.get();
    } catch (BerthException e) {
      throw unknown("is unknown");
    }
    return known.orElseThrow(() -> unknown("does not exist"));
  }

  /** Whether it is known that there is no such location. */
  boolean isLocationMissing() {
    try {
      return !location.get();
    } catch (BerthException e) {
      return false;
    }
  }

  private static BerthException unknown(String why) {
    return new BerthException(ErrorCode.REFUSED, "not checked: the repository " + why);
  }
}
