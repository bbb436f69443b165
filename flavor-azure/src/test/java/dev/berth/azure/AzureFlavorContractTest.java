package dev.berth.azure;

import dev.berth.testing.ContainerRegistryFlavorContract;
import java.util.Map;

class AzureFlavorContractTest extends ContainerRegistryFlavorContract {
  AzureFlavorContractTest() {
    super(AzureFlavor.class, Map.of("endpointOverride", "http://localhost:1"));
  }
}
