package dev.berth.generic;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a Docker repository of Artifactory. Its key is in the path ({@code
 * HOST/KEY}), in the subdomain ({@code KEY.HOST}), or stands for a port ({@code HOST:PORT}).
 */
public final class ArtifactoryRegistryConfig extends CompanyRegistryConfig {
  @Pattern(
      regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
      message = "must be the key of a repository of Artifactory")
  @JsonPropertyDescription("the repository, instead of the first segment of the URI's path")
  private @Nullable String repositoryKey;

  @AssertTrue(
      message =
          "property 'repositoryKey' is required when 'uri' has no path: it names the repository that"
              + " the subdomain or the port stands for")
  boolean isRepositoryKnown() {
    return findUri().isEmpty() || repositoryKey != null || !uri().path().isEmpty();
  }

  /** The repository's key. */
  String key() {
    String path = uri().path();
    return Optional.ofNullable(repositoryKey)
        .orElseGet(() -> path.indexOf('/') < 0 ? path : path.substring(0, path.indexOf('/')));
  }

  /** The endpoint of the web API: without the subdomain that the repository's key is. */
  URI endpoint() {
    String host = uri().host();
    boolean subdomain = uri().path().isEmpty() && host.startsWith(key() + ".");
    return endpointAt(subdomain ? host.substring(key().length() + 1) : host);
  }
}
