package dev.berth.generic;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.berth.reference.Capabilities;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.RegistryContext;
import java.util.List;
import java.util.Optional;

/** Harbor, at a company's own host. */
@JsonClassDescription("Harbor, at a company's own host.")
public final class HarborFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public HarborFlavor() {}

  @Override
  public String name() {
    return "harbor";
  }

  @Override
  public Class<HarborRegistryConfig> configClass() {
    return HarborRegistryConfig.class;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.HARBOR;
  }

  @Override
  public ContainerRegistry createRegistry(RegistryContext context) {
    return new HarborRegistry(context);
  }

  @Override
  public List<Discovered> discover(RegistryContext context) {
    return new HarborDiscovery(context).registries();
  }

  @Override
  public Optional<String> notice(BaseContainerRegistryConfig config) {
    return Optional.of(
        ((HarborRegistryConfig) config).createProject()
            ? "A push creates a missing project."
            : "A project must exist before a push; or let a push create it: --create-project. A"
                + " robot's name has a '$': quote it in a shell.");
  }
}
