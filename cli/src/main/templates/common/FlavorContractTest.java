package com.acme;

import dev.berth.testing.ContainerRegistryFlavorContract;
import java.util.Map;

/** The rules that every flavor keeps. */
class AcmeFlavorContractTest extends ContainerRegistryFlavorContract {
  AcmeFlavorContractTest() {
    super(AcmeFlavor.class, Map.of());
  }
}
