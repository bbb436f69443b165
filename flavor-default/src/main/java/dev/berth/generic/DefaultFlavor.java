package dev.berth.generic;

import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.RegistryContext;

/** Any registry that speaks the OCI distribution protocol. */
public final class DefaultFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public DefaultFlavor() {}

  @Override
  public String name() {
    return "default";
  }

  @Override
  public ContainerRegistry createRegistry(RegistryContext context) {
    return new DefaultRegistry(context);
  }
}
