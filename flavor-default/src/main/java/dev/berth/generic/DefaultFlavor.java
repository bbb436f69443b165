package dev.berth.generic;

import dev.berth.spi.BaseContainerRegistryFlavor;

/** Any registry that speaks the OCI distribution protocol. */
public final class DefaultFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public DefaultFlavor() {}

  @Override
  public String name() {
    return "default";
  }
}
