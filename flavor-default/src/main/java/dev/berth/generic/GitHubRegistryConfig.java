package dev.berth.generic;

import dev.berth.spi.BaseContainerRegistryConfig;
import jakarta.validation.constraints.AssertTrue;

/** The configuration of a registry at GitHub. */
public final class GitHubRegistryConfig extends BaseContainerRegistryConfig {
  @AssertTrue(message = "property 'uri' must be ghcr.io or ghcr.io/OWNER")
  boolean isUriOfGitHub() {
    return findUri().isEmpty() || uri().host().equals("ghcr.io");
  }
}
