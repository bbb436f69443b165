package dev.berth.azure;

import dev.berth.spi.BaseContainerRegistryFlavor;

/** Azure Container Registry. */
public final class AzureFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public AzureFlavor() {}

  @Override
  public String name() {
    return "azure";
  }
}
