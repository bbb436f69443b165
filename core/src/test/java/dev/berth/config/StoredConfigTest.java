package dev.berth.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.spi.BaseContainerRegistryConfig;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredConfigTest {
  /** What a newer version of a flavor asks for. */
  @SuppressWarnings("UnusedVariable")
  static final class NewConfig extends BaseContainerRegistryConfig {
    @NotNull private @Nullable String teamRegion;
    private List<@Valid Mirror> mirrors = List.of();
    private int parts = 1;

    record Mirror(@Min(1) int weight) {}

    @AssertTrue(message = "several parts need a mirror")
    private boolean isMirrored() {
      return parts == 1 || !mirrors.isEmpty();
    }
  }

  private static String repair(String registry, Map<String, ?> properties) {
    return repair(BaseContainerRegistryConfig.class, registry, properties);
  }

  private static String repair(
      Class<? extends BaseContainerRegistryConfig> type,
      String registry,
      Map<String, ?> properties) {
    try (var binder = new ConfigBinder()) {
      return StoredConfig.of(registry, properties, PropertyNames.of(type))
          .examine(it -> binder.bind(type, it))
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
  void theRepairNamesWhatIsMissingOrInvalid() {
    assertEquals(
        "berth container-registry update p --unset zone --mirrors VALUE --team-region VALUE",
        repair(
            NewConfig.class,
            "p",
            Map.of(
                "uri",
                "localhost:1",
                "zone",
                "eu",
                "mirrors",
                List.of(Map.of("weight", 0), Map.of("weight", -1)))));
  }

  @Test
  void theRepairIsOpenForARuleOverSeveralProperties() {
    assertEquals(
        "berth container-registry update p --PROPERTY VALUE",
        repair(NewConfig.class, "p", Map.of("uri", "localhost:1", "teamRegion", "x", "parts", 2)));
  }

  @Test
  void aNameInTheStoreIsNoCommandOfTheShell() {
    assertEquals(
        "berth container-registry update 'r;id' --unset 'a$(id)'\\''b'",
        repair("r;id", Map.of("uri", "localhost:1", "a$(id)'b", "eu")));
  }
}
