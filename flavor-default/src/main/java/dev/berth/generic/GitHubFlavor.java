package dev.berth.generic;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.berth.reference.Capabilities;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.RegistryContext;
import java.util.Optional;

/** GitHub's container registry, {@code ghcr.io}. */
@JsonClassDescription("GitHub's container registry, ghcr.io.")
public final class GitHubFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public GitHubFlavor() {}

  @Override
  public String name() {
    return "github";
  }

  @Override
  public Class<GitHubRegistryConfig> configClass() {
    return GitHubRegistryConfig.class;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.GITHUB;
  }

  @Override
  public ContainerRegistry createRegistry(RegistryContext context) {
    return new GitHubRegistry(context);
  }

  @Override
  public Optional<String> notice(BaseContainerRegistryConfig config) {
    return Optional.of(
        "Log in with GITHUB_TOKEN and GITHUB_ACTOR, or with a secret that holds a classic personal"
            + " access token with write:packages. The first push creates the package.");
  }
}
