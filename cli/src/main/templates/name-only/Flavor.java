package com.acme;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.berth.spi.BaseContainerRegistryFlavor;

/** The flavor {@code acme}: a name, with the base configuration and the base implementation. */
@JsonClassDescription("The registries of acme.")
public final class AcmeFlavor extends BaseContainerRegistryFlavor {
  @Override
  public String name() {
    return "acme";
  }
}
