package dev.berth.gcp.gar;

import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.cloud.location.GetLocationRequest;
import com.google.devtools.artifactregistry.v1.ArtifactRegistryClient;
import com.google.devtools.artifactregistry.v1.Repository;
import dev.berth.gcp.RepositoryPath;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Lazy;
import java.util.Optional;

/** What the API says of a repository and its location; asked once, for all checks of a run. */
final class RepositoryLookup {
  private final Lazy<Boolean> location;
  private final Lazy<Optional<Repository>> repository;

  RepositoryLookup(ArtifactRegistryApi api, RepositoryPath path) {
    this.location =
        new Lazy<>(
            () ->
                api.find(
                        "looking for location %s of project %s"
                            .formatted(path.location(), path.project()),
                        client -> hasLocation(client, path))
                    .orElse(false));
    this.repository =
        new Lazy<>(
            () ->
                api.find(
                    "looking for " + path, client -> client.getRepository(path.repositoryName())));
  }

  private static boolean hasLocation(ArtifactRegistryClient client, RepositoryPath path) {
    try {
      var request = GetLocationRequest.newBuilder().setName(path.locationName()).build();
      return client.getLocation(request).isInitialized();
    } catch (InvalidArgumentException e) {
      // Nothing but the name can be wrong with it.
      return false;
    }
  }

  /** Whether the project has the location. */
  boolean hasLocation() {
    return location.get();
  }

  /** The repository; empty where there is none. */
  Optional<Repository> repository() {
    return repository.get();
  }

  /**
   * The repository, for what hangs on it.
   *
   * @throws BerthException {@link ErrorCode#REFUSED} when it is not known, for whatever reason:
   *     that is told where the repository itself is looked at
   */
  Repository required() {
    Optional<Repository> known;
    try {
      known = repository.get();
    } catch (BerthException e) {
      throw unknown("could not be looked at");
    }
    return known.orElseThrow(() -> unknown("is not there"));
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
    return new BerthException(ErrorCode.REFUSED, "the repository " + why);
  }
}
