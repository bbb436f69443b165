package com.acme;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.RegistryContext;

/** The flavor {@code acme}. It names the implementation in the body of one method only. */
@JsonClassDescription("The registries of acme.")
public final class AcmeFlavor extends BaseContainerRegistryFlavor {
  @Override
  public String name() {
    return "acme";
  }

  @Override
  public Class<AcmeRegistryConfig> configClass() {
    return AcmeRegistryConfig.class;
  }

  @Override
  public ContainerRegistry createRegistry(RegistryContext context) {
    return new AcmeRegistry(context);
  }
}
