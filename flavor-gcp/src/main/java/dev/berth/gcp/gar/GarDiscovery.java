package dev.berth.gcp.gar;

import com.google.cloud.location.ListLocationsRequest;
import com.google.cloud.location.Location;
import com.google.devtools.artifactregistry.v1.ArtifactRegistryClient;
import com.google.devtools.artifactregistry.v1.Repository;
import dev.berth.gcp.GcpRegistryConfig;
import dev.berth.gcp.RepositoryPath;
import dev.berth.spi.BaseContainerRegistryFlavor.Discovered;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.support.ParallelListing;
import dev.berth.spi.support.SdkProxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The repositories of a project that take pushes of images, in all locations. Those of the modes
 * remote and virtual take none.
 */
public final class GarDiscovery {
  // A project has few; the rest would be a service that does not end its pages.
  private static final int MAX_REPOSITORIES = 10_000;

  private final RegistryContext context;
  private final GcpRegistryConfig config;
  private final SdkProxy proxy;
  private final LoginSources sources;
  private final GoogleLogin login;

  /** Nothing is sent yet. */
  public GarDiscovery(RegistryContext context) {
    this.context = context;
    this.config = context.config(GcpRegistryConfig.class);
    this.proxy = new SdkProxy("Google's SDK", context::proxy);
    var json = new CredentialsJson(proxy);
    this.sources = new LoginSources(context, json, Optional.empty());
    this.login = new GoogleLogin(sources, json);
  }

  /**
   * Lists the repositories; a location that cannot be asked is a warning.
   *
   * @throws BerthException when the project's locations cannot be listed
   */
  public List<Discovered> registries() {
    if (config.hasUri()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "discovering finds the URI: leave --uri out, or use --project, --location, --repository");
    }
    BearerCredentials credentials = login.api(credentials());
    String project = project();
    var api = new ArtifactRegistryApi(config, proxy, () -> credentials, project);
    List<String> locations =
        api.find(
                "listing the locations of project " + project, client -> locations(client, project))
            .orElseThrow(() -> missing(project));
    Map<String, Callable<List<Discovered>>> parts = new LinkedHashMap<>();
    locations.removeIf(it -> !config.location().orElse(it).equals(it));
    for (String location : locations) {
      parts.put(
          location,
          () ->
              api.find("listing repositories", client -> repositories(client, project, location))
                  .orElse(List.of()));
    }
    return ParallelListing.of(parts, context::warn);
  }

  private Credentials credentials() {
    if (config.authenticationSecret().isPresent()) {
      return context.credentials();
    }
    Login own = login.login();
    return own.credentials()
        .orElseThrow(
            () ->
                new BerthException(
                    ErrorCode.CREDENTIALS,
                    own.source(),
                    own.remedy().stream().toArray(String[]::new)));
  }

  /** The order of Google's tools: what is said, the environment, the credentials' own. */
  private String project() {
    return config
        .project()
        .or(() -> context.variable("GOOGLE_CLOUD_PROJECT"))
        .or(() -> context.variable("CLOUDSDK_CORE_PROJECT"))
        .or(sources::ownProject)
        .or(sources::quotaProject)
        .orElseThrow(
            () ->
                new BerthException(
                    ErrorCode.INVALID,
                    "no project is given, and neither the environment nor the login has one",
                    "give one: --project PROJECT; gcloud projects list"));
  }

  private static BerthException missing(String project) {
    return new BerthException(
        ErrorCode.INVALID,
        "there is no project %s that this login sees".formatted(project),
        "gcloud projects list");
  }

  private static List<String> locations(ArtifactRegistryClient client, String project) {
    var request = ListLocationsRequest.newBuilder().setName("projects/" + project).build();
    List<String> locations = new ArrayList<>();
    for (Location location : client.listLocations(request).iterateAll()) {
      locations.add(location.getLocationId());
    }
    return locations;
  }

  private List<Discovered> repositories(
      ArtifactRegistryClient client, String project, String location) {
    String parent = "projects/%s/locations/%s".formatted(project, location);
    List<Discovered> found = new ArrayList<>();
    int seen = 0;
    for (Repository each : client.listRepositories(parent).iterateAll()) {
      if (++seen > MAX_REPOSITORIES) {
        context.warn(
            "%s has more than %,d repositories; the rest is not listed"
                .formatted(location, MAX_REPOSITORIES));
        return found;
      }
      String id = each.getName().replaceFirst(".*/", "");
      if (each.getFormat() == Repository.Format.DOCKER
          && takesPushes(each)
          && config.repository().orElse(id).equals(id)) {
        found.add(discovered(each, new RepositoryPath(location, project, id)));
      }
    }
    return found;
  }

  private static boolean takesPushes(Repository repository) {
    return switch (repository.getMode()) {
      case VIRTUAL_REPOSITORY, REMOTE_REPOSITORY -> false;
      default -> true;
    };
  }

  private static Discovered discovered(Repository repository, RepositoryPath path) {
    String own = repository.getDescription();
    return new Discovered(
        path.repository() + "-" + path.location(),
        path.uri(),
        own.isBlank() ? "repository in " + path.location() : own);
  }
}
