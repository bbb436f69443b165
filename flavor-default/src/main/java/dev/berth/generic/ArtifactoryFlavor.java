package dev.berth.generic;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.berth.reference.Capabilities;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.RegistryContext;

/** JFrog Artifactory: a Docker repository, in JFrog's cloud or at a company's own host. */
@JsonClassDescription(
    "JFrog Artifactory: a Docker repository, in JFrog's cloud or at a company's own host.")
public final class ArtifactoryFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public ArtifactoryFlavor() {}

  @Override
  public String name() {
    return "artifactory";
  }

  @Override
  public Class<ArtifactoryRegistryConfig> configClass() {
    return ArtifactoryRegistryConfig.class;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ARTIFACTORY;
  }

  @Override
  public ContainerRegistry createRegistry(RegistryContext context) {
    return new ArtifactoryRegistry(context);
  }
}
