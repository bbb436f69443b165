package dev.berth.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.spi.BaseContainerRegistryConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredConfigTest {
  private static String repair(String registry, Map<String, ?> properties) {
    PropertyNames names = PropertyNames.of(BaseContainerRegistryConfig.class);
    try (var binder = new ConfigBinder()) {
      return StoredConfig.of(registry, properties, names)
          .examine(it -> binder.bind(BaseContainerRegistryConfig.class, it))
          .repair();
    }
  }

  @Test
  void theRepairRemovesWhatTheFlavorDoesNotHave() {
    assertEquals(
        "berth container-registry update r --unset zone",
        repair("r", Map.of("uri", "localhost:1", "zone", "eu")));
  }

  @Test
  void aNameInTheStoreIsNoCommandOfTheShell() {
    assertEquals(
        "berth container-registry update 'r;id' --unset 'a$(id)'\\''b'",
        repair("r;id", Map.of("uri", "localhost:1", "a$(id)'b", "eu")));
  }
}
