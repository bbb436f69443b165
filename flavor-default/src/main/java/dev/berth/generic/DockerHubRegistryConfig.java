package dev.berth.generic;

import dev.berth.spi.BaseContainerRegistryConfig;
import jakarta.validation.constraints.AssertTrue;

/** The configuration of a registry at Docker Hub. */
public final class DockerHubRegistryConfig extends BaseContainerRegistryConfig {
  @AssertTrue(message = "property 'uri' must be docker.io or docker.io/NAMESPACE")
  boolean isUriOfDockerHub() {
    return findUri().isEmpty()
        || (uri().host().equals("docker.io") && uri().path().indexOf('/') < 0);
  }
}
