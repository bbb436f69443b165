package dev.berth.azure.acr;

import dev.berth.azure.AzureRegistryConfig;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.RegistryContext;
import java.net.URI;
import java.util.List;

/** The flavor {@code azure} with a resource manager of the test's. */
public final class LocalManagerFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public LocalManagerFlavor() {}

  @Override
  public String name() {
    return "azure-local-manager";
  }

  @Override
  public Class<? extends BaseContainerRegistryConfig> configClass() {
    return AzureRegistryConfig.class;
  }

  @Override
  public List<Discovered> discover(RegistryContext context) {
    return new AcrDiscovery(context, context.variable("TEST_MANAGER").map(URI::create))
        .registries();
  }
}
