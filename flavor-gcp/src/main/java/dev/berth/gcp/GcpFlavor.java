package dev.berth.gcp;

import dev.berth.spi.BaseContainerRegistryFlavor;

/** Google Artifact Registry and Container Registry. */
public final class GcpFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public GcpFlavor() {}

  @Override
  public String name() {
    return "gcp";
  }
}
