package dev.berth.gcp.gar;

import dev.berth.gcp.GcpRegistryConfig;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.RegistryContext;

/** The flavor {@code gcp} with an IAM endpoint of the test's. */
public final class LocalIamFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public LocalIamFlavor() {}

  @Override
  public String name() {
    return "gcp-local-iam";
  }

  @Override
  public Class<? extends BaseContainerRegistryConfig> configClass() {
    return GcpRegistryConfig.class;
  }

  @Override
  public ContainerRegistry createRegistry(RegistryContext context) {
    return new GarRegistry(context, context.variable("TEST_IAM_ENDPOINT"));
  }
}
