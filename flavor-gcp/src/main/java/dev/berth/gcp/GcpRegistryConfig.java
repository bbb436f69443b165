package dev.berth.gcp;

import dev.berth.reference.RegistryUri;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.SecretReference;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configuration of a registry of the flavor {@code gcp}. */
public final class GcpRegistryConfig extends BaseContainerRegistryConfig {
  private @Nullable SecretReference serviceAccountKey;

  @Pattern(
      regexp = "[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+",
      message = "must be a service account's e-mail, NAME@PROJECT.iam.gserviceaccount.com")
  private @Nullable String impersonateServiceAccount;

  @Pattern(regexp = RepositoryPath.PROJECT, message = "must be the ID of a project")
  private @Nullable String quotaProject;

  private @Nullable String endpointOverride;

  private boolean createRepository;

  @Pattern(regexp = RepositoryPath.LOCATION, message = "must be a location, such as us-central1")
  private @Nullable String location;

  @Pattern(regexp = RepositoryPath.PROJECT, message = "must be the ID of a project")
  private @Nullable String project;

  @Pattern(
      regexp = RepositoryPath.REPOSITORY,
      message = "must be a repository's ID: lower-case letters, digits and '-', a letter first")
  private @Nullable String repository;

  GcpRegistryConfig() {}

  /** The secret with a service account's key, its JSON, to log in with. */
  public Optional<SecretReference> serviceAccountKey() {
    return Optional.ofNullable(serviceAccountKey);
  }

  /** The e-mail of the service account to act as. */
  public Optional<String> impersonateServiceAccount() {
    return Optional.ofNullable(impersonateServiceAccount);
  }

  /** The project whose quota the checks' API calls count for. */
  public Optional<String> quotaProject() {
    return Optional.ofNullable(quotaProject);
  }

  /** Where the API is, instead of Google's public endpoint. */
  public Optional<URI> endpointOverride() {
    return Optional.ofNullable(endpointOverride).map(URI::create);
  }

  /** Whether a push makes the repository where it is missing. */
  public boolean createRepository() {
    return createRepository;
  }

  /** The repository that images are pushed to. */
  public RepositoryPath path() {
    return findPath(uri()).orElseThrow();
  }

  private Optional<RepositoryPath> findPath(RegistryUri uri) {
    Optional<RepositoryPath> said = RepositoryPath.find(uri.host(), uri.path());
    Optional<String> where =
        Optional.ofNullable(location).or(() -> said.map(RepositoryPath::location));
    Optional<String> whose =
        Optional.ofNullable(project).or(() -> said.map(RepositoryPath::project));
    Optional<String> which =
        Optional.ofNullable(repository).or(() -> said.map(RepositoryPath::repository));
    return where.isPresent() && whose.isPresent() && which.isPresent()
        ? Optional.of(new RepositoryPath(where.get(), whose.get(), which.get()))
        : Optional.empty();
  }

  @AssertTrue(
      message =
          "property 'uri' must be LOCATION-docker.pkg.dev/PROJECT/REPOSITORY, gcr.io/PROJECT,"
              + " us.gcr.io/PROJECT, eu.gcr.io/PROJECT or asia.gcr.io/PROJECT, where the project"
              + " example.com:proj is written example.com/proj")
  boolean isUriOfGoogles() {
    return endpointOverride != null
        || findUri()
            .map(uri -> RepositoryPath.find(uri.host(), uri.path()).isPresent())
            .orElse(true);
  }

  @AssertTrue(
      message =
          "the URI does not say which repository it is: set the properties 'location', 'project'"
              + " and 'repository'")
  boolean isRepositoryKnown() {
    return endpointOverride == null || findUri().map(uri -> findPath(uri).isPresent()).orElse(true);
  }

  @AssertTrue(
      message =
          "the properties 'location', 'project' and 'repository' go with 'endpointOverride' only:"
              + " without it, the URI says them")
  boolean isPathSaidOnce() {
    return endpointOverride != null || (location == null && project == null && repository == null);
  }

  @AssertTrue(
      message =
          "property 'endpointOverride' must be a URL of a host and port alone, https://HOST[:PORT]")
  boolean isEndpointOfHost() {
    if (endpointOverride == null) {
      return true;
    }
    try {
      var uri = new URI(endpointOverride).parseServerAuthority();
      return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getPort() <= 65535
          && uri.getUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getRawPath().matches("/?");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  @AssertTrue(
      message =
          "property 'endpointOverride' must be https, but on this machine or where 'insecure' is"
              + " set")
  boolean isEndpointSafe() {
    return endpointOverride == null || isSafe(endpointOverride);
  }

  @AssertTrue(
      message =
          "the properties 'authenticationSecret' and 'serviceAccountKey' are two logins: set one"
              + " of them")
  boolean isOneLogin() {
    return authenticationSecret().isEmpty()
        || (serviceAccountKey == null && impersonateServiceAccount == null);
  }
}
