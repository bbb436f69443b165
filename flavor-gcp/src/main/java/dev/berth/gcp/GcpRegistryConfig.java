package dev.berth.gcp;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.berth.reference.Origin;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.SecretReference;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configuration of a registry of the flavor {@code gcp}. */
public final class GcpRegistryConfig extends BaseContainerRegistryConfig {
  @JsonPropertyDescription("the key of the service account to log in with, as JSON")
  private @Nullable SecretReference serviceAccountKey;

  @Pattern(
      regexp = "[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+",
      message = "must be a service account's e-mail, NAME@PROJECT.iam.gserviceaccount.com")
  @JsonPropertyDescription("the service account to act as")
  private @Nullable String impersonateServiceAccount;

  @Pattern(regexp = RepositoryPath.PROJECT, message = "must be the ID of a project")
  @JsonPropertyDescription(
      "the project that the checks' API calls are charged to, instead of the credentials' own")
  private @Nullable String quotaProject;

  @JsonPropertyDescription(
      "the endpoint of the API, instead of Google's; the URI can then have any host and path")
  private @Nullable Origin endpointOverride;

  @JsonPropertyDescription("whether a push creates a missing repository")
  private boolean createRepository;

  @Pattern(regexp = RepositoryPath.LOCATION, message = "must be a location, such as us-central1")
  @JsonPropertyDescription("the repository's location, if the URI does not contain it")
  private @Nullable String location;

  @Pattern(regexp = RepositoryPath.PROJECT, message = "must be the ID of a project")
  @JsonPropertyDescription(
      "the repository's project, if the URI does not contain it, or the project to discover")
  private @Nullable String project;

  @Pattern(
      regexp = RepositoryPath.REPOSITORY,
      message = "must be a repository's ID: lower-case letters, digits and '-', a letter first")
  @JsonPropertyDescription("the repository's ID, if the URI does not contain it")
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

  /** The project that the checks' API calls are charged to. */
  public Optional<String> quotaProject() {
    return Optional.ofNullable(quotaProject);
  }

  /** The API's endpoint, instead of Google's public one. */
  public Optional<URI> endpointOverride() {
    return Optional.ofNullable(endpointOverride).map(Origin::toUri);
  }

  /** Whether a push creates a missing repository. */
  public boolean createRepository() {
    return createRepository;
  }

  /** The project, where a property names it. */
  public Optional<String> project() {
    return Optional.ofNullable(project);
  }

  /** The location, where a property names it. */
  public Optional<String> location() {
    return Optional.ofNullable(location);
  }

  /** The repository's ID, where a property names it. */
  public Optional<String> repository() {
    return Optional.ofNullable(repository);
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
          "the URI does not contain the repository: set the properties 'location', 'project' and"
              + " 'repository'")
  boolean isRepositoryKnown() {
    return endpointOverride == null || findUri().map(uri -> findPath(uri).isPresent()).orElse(true);
  }

  @AssertTrue(
      message =
          "the properties 'location', 'project' and 'repository' must not contradict 'uri', which"
              + " contains them")
  boolean isUriNotContradicted() {
    return endpointOverride != null
        || findUri()
            .flatMap(uri -> RepositoryPath.find(uri.host(), uri.path()))
            .map(path -> findPath(uri()).equals(Optional.of(path)))
            .orElse(true);
  }

  @AssertTrue(message = "property 'endpointOverride' " + UNSAFE_ENDPOINT)
  boolean isEndpointSafe() {
    return endpointOverride == null || isSafe(endpointOverride);
  }

  @AssertTrue(
      message = "set only one of the properties 'authenticationSecret' and 'serviceAccountKey'")
  boolean isOneLogin() {
    return authenticationSecret().isEmpty()
        || (serviceAccountKey == null && impersonateServiceAccount == null);
  }
}
