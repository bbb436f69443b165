package dev.berth.generic;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.berth.spi.BaseContainerRegistryConfig;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configuration of a registry of GitLab. */
public final class GitLabRegistryConfig extends BaseContainerRegistryConfig {
  /** The host of GitLab's own registry. */
  static final String HOST = "registry.gitlab.com";

  @Pattern(
      regexp = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\\d{1,5})?",
      message = "must be the host of the GitLab that the registry belongs to: host[:port]")
  @JsonPropertyDescription("the GitLab that the registry belongs to, if that is not gitlab.com")
  private @Nullable String host;

  @AssertTrue(
      message =
          "property 'uri' must be registry.gitlab.com[/GROUP/PROJECT]; the registry of another"
              + " GitLab needs 'host', which names that GitLab")
  boolean isUriOfGitLab() {
    return findUri().isEmpty() || host != null || uri().host().equals(HOST);
  }

  @AssertTrue(
      message = "property 'host' must be gitlab.com for registry.gitlab.com, or be left out")
  boolean isHostOfTheRegistry() {
    return host == null
        || host.equals("gitlab.com")
        || findUri().filter(uri -> uri.host().equals(HOST)).isEmpty();
  }

  /** The host of the GitLab that the registry belongs to, if that is not gitlab.com. */
  public Optional<String> host() {
    return Optional.ofNullable(host);
  }
}
