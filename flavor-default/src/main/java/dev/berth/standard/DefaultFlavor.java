package dev.berth.standard;

import dev.berth.spi.BaseContainerRegistryFlavor;

/**
 * Any registry that speaks the OCI distribution protocol, with no checks of its own before a push.
 */
public final class DefaultFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public DefaultFlavor() {}

  @Override
  public String name() {
    return "default";
  }
}
