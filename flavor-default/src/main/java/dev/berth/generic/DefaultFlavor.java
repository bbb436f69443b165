package dev.berth.generic;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.RegistryContext;
import java.util.Optional;

/** Any registry that speaks the OCI distribution protocol. */
@JsonClassDescription("Any registry that speaks the OCI distribution protocol.")
public final class DefaultFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public DefaultFlavor() {}

  @Override
  public String name() {
    return "default";
  }

  @Override
  public Class<DefaultRegistryConfig> configClass() {
    return DefaultRegistryConfig.class;
  }

  @Override
  public ContainerRegistry createRegistry(RegistryContext context) {
    return new DefaultRegistry(context);
  }

  @Override
  public Optional<String> notice(BaseContainerRegistryConfig config) {
    return ((DefaultRegistryConfig) config)
        .preset()
        .map(preset -> "Log in to %s with: %s".formatted(preset.title(), preset.login()));
  }
}
