package dev.berth.generic;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.berth.spi.BaseContainerRegistryConfig;
import jakarta.validation.constraints.AssertTrue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configuration of any registry that speaks the OCI distribution protocol. */
public final class DefaultRegistryConfig extends BaseContainerRegistryConfig {
  @JsonPropertyDescription("the kind of registry, if its host does not tell")
  private @Nullable Preset preset;

  @AssertTrue(message = "property 'uri' is not at a host of the kind that 'preset' names")
  boolean isHostOfPreset() {
    return preset == null || findUri().isEmpty() || preset.has(uri().host());
  }

  /** What is known of the registry: as configured, else by its host. */
  Optional<Preset> preset() {
    return Optional.ofNullable(preset).or(() -> Preset.ofHost(uri().host()));
  }
}
