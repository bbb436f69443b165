package dev.berth.generic;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.berth.spi.BaseContainerRegistryConfig;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configuration of a registry at Docker Hub. */
public final class DockerHubRegistryConfig extends BaseContainerRegistryConfig {
  @AssertTrue(message = "property 'uri' must be docker.io or docker.io/NAMESPACE")
  boolean isUriOfDockerHub() {
    return findUri().isEmpty()
        || (uri().host().equals("docker.io") && uri().path().indexOf('/') < 0);
  }

  @Pattern(
      regexp = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
      message = "must be the ID of an OIDC connection: a UUID")
  @JsonPropertyDescription(
      "the OIDC connection to log in with from a workflow of GitHub, instead of DOCKERHUB_OIDC_CONNECTIONID")
  private @Nullable String oidcConnection;

  @Pattern(regexp = "[a-z0-9]{2,255}", message = "must be the name of an organization")
  @JsonPropertyDescription(
      "the organization that the OIDC connection belongs to, instead of the URI's namespace")
  private @Nullable String organization;

  /**
   * The OIDC connection to log in with from a workflow of GitHub, and its organization: by default
   * the URI's namespace.
   */
  DockerHubOidc.Settings oidc() {
    return new DockerHubOidc.Settings(
        Optional.ofNullable(oidcConnection),
        Optional.ofNullable(organization)
            .or(() -> Optional.of(uri().path()).filter(path -> !path.isEmpty())));
  }
}
