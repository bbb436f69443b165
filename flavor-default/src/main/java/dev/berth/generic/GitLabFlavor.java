package dev.berth.generic;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.berth.reference.Capabilities;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.RegistryContext;
import java.util.Optional;

/** GitLab's container registry, {@code registry.gitlab.com} or that of another GitLab. */
@JsonClassDescription("GitLab's container registry, registry.gitlab.com or that of another GitLab.")
public final class GitLabFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public GitLabFlavor() {}

  @Override
  public String name() {
    return "gitlab";
  }

  @Override
  public Class<GitLabRegistryConfig> configClass() {
    return GitLabRegistryConfig.class;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.GITLAB;
  }

  @Override
  public ContainerRegistry createRegistry(RegistryContext context) {
    return new GitLabRegistry(context);
  }

  @Override
  public Optional<String> notice(BaseContainerRegistryConfig config) {
    return Optional.of(
        "The project must exist with its container registry enabled. A job logs in with"
            + " CI_REGISTRY_USER and CI_REGISTRY_PASSWORD, or with CI_JOB_TOKEN.");
  }
}
