package dev.berth.gcp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An Artifact Registry repository: what {@code LOCATION-docker.pkg.dev/PROJECT/REPOSITORY} or
 * {@code gcr.io/PROJECT} names. <a
 * href="https://cloud.google.com/artifact-registry/docs/docker/names">Names of repositories and
 * images</a>.
 *
 * @param location a region or multi-region, {@code us-central1}, {@code europe}
 * @param project the project's ID; that of a domain is {@code example.com:project}
 * @param repository the repository's ID
 */
public record RepositoryPath(String location, String project, String repository) {
  static final String LOCATION = "[a-z][a-z0-9-]{0,62}";
  static final String PROJECT = "([a-z0-9.-]{1,253}:)?[a-z][a-z0-9-]{0,61}[a-z0-9]";
  static final String REPOSITORY = "[a-z]([a-z0-9-]{0,61}[a-z0-9])?|([a-z]+\\.)?gcr\\.io";

  private static final String PACKAGE_HOST = "-docker.pkg.dev";

  // https://cloud.google.com/artifact-registry/docs/transition/setup-gcr-repo
  private static final Map<String, String> GCR_LOCATIONS =
      Map.of("gcr.io", "us", "us.gcr.io", "us", "eu.gcr.io", "europe", "asia.gcr.io", "asia");

  /**
   * Parses the host and the path of a registry or an image; empty if they contain no repository.
   * The rest of the path is ignored.
   */
  public static Optional<RepositoryPath> find(String host, String path) {
    List<String> segments = List.of(path.split("/"));
    // A segment with a dot is a domain, which the project follows.
    boolean ofDomain = segments.get(0).contains(".");
    int projectEnd = ofDomain ? 2 : 1;
    if (segments.size() < projectEnd) {
      return Optional.empty();
    }
    String project = String.join(":", segments.subList(0, projectEnd));
    if (GCR_LOCATIONS.containsKey(host)) {
      return Optional.of(new RepositoryPath(GCR_LOCATIONS.get(host), project, host))
          .filter(RepositoryPath::isValid);
    }
    if (!isGoogles(host) || segments.size() <= projectEnd) {
      return Optional.empty();
    }
    String location = host.substring(0, host.length() - PACKAGE_HOST.length());
    return Optional.of(new RepositoryPath(location, project, segments.get(projectEnd)))
        .filter(RepositoryPath::isValid);
  }

  /** The image's path in this repository, as a path on one of Google's hosts names it. */
  public Optional<String> findImage(String imagePath) {
    String prefix = project.replace(':', '/') + "/" + (isCreatedByPush() ? "" : repository + "/");
    return Optional.of(imagePath)
        .filter(path -> path.startsWith(prefix) && path.length() > prefix.length())
        .map(path -> path.substring(prefix.length()));
  }

  /** Whether the host is one of Google's, on which the path names the repository. */
  public static boolean isGoogles(String host) {
    return host.endsWith(PACKAGE_HOST) || GCR_LOCATIONS.containsKey(host);
  }

  private boolean isValid() {
    return Pattern.matches(LOCATION, location)
        && Pattern.matches(PROJECT, project)
        && Pattern.matches(REPOSITORY, repository);
  }

  /** Whether a push creates it, with the permission {@code createOnPush}. */
  public boolean isCreatedByPush() {
    return repository.endsWith("gcr.io");
  }

  /** The URI for Docker's commands, {@code LOCATION-docker.pkg.dev/PROJECT/REPOSITORY}. */
  public String uri() {
    String owner = project.replace(':', '/');
    return isCreatedByPush()
        ? repository + "/" + owner
        : location + PACKAGE_HOST + "/" + owner + "/" + repository;
  }

  /** The name of the location in the API. */
  public String locationName() {
    return "projects/%s/locations/%s".formatted(project, location);
  }

  /** The name of the repository in the API. */
  public String repositoryName() {
    return locationName() + "/repositories/" + repository;
  }

  /** The command that creates the repository. */
  public String createCommand() {
    return "gcloud artifacts repositories create %s --repository-format=docker --location=%s"
            .formatted(repository, location)
        + " --project="
        + project;
  }

  @Override
  public String toString() {
    return "repository '%s' (project %s, location %s)".formatted(repository, project, location);
  }
}
