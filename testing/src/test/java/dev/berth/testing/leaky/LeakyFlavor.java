package dev.berth.testing.leaky;

import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.RegistryContext;
import org.jspecify.annotations.Nullable;

/** A flavor with faults that a test should find. */
public final class LeakyFlavor extends BaseContainerRegistryFlavor {
  /** Has the JVM load the implementation with the flavor. */
  public @Nullable LeakyRegistry last;

  /** For the service loader. */
  public LeakyFlavor() {}

  @Override
  public String name() {
    return "leaky";
  }

  @Override
  public ContainerRegistry createRegistry(RegistryContext context) {
    return new LeakyRegistry(context);
  }
}
