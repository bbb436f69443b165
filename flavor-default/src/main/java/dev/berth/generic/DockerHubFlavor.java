package dev.berth.generic;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.berth.reference.Capabilities;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.RegistryContext;
import java.util.Optional;

/** Docker Hub. */
@JsonClassDescription("Docker Hub.")
public final class DockerHubFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public DockerHubFlavor() {}

  @Override
  public String name() {
    return "dockerhub";
  }

  @Override
  public Class<DockerHubRegistryConfig> configClass() {
    return DockerHubRegistryConfig.class;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.DOCKER_HUB;
  }

  @Override
  public ContainerRegistry createRegistry(RegistryContext context) {
    return new DockerHubRegistry(context);
  }

  @Override
  public Optional<String> notice(BaseContainerRegistryConfig config) {
    return Optional.of(
        "A missing repository is created by the first push, with the namespace's default"
            + " visibility.");
  }
}
