package dev.berth.gcp;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.berth.gcp.gar.GarDiscovery;
import dev.berth.gcp.gar.GarRegistry;
import dev.berth.reference.Capabilities;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.RegistryContext;
import java.util.List;
import java.util.Optional;

/** Google Artifact Registry and Container Registry. */
@JsonClassDescription("Google Artifact Registry and Container Registry.")
public final class GcpFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public GcpFlavor() {}

  @Override
  public String name() {
    return "gcp";
  }

  @Override
  public Class<? extends BaseContainerRegistryConfig> configClass() {
    return GcpRegistryConfig.class;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ARTIFACT_REGISTRY;
  }

  @Override
  public ContainerRegistry createRegistry(RegistryContext context) {
    return new GarRegistry(context);
  }

  @Override
  public List<Discovered> discover(RegistryContext context) {
    return new GarDiscovery(context).registries();
  }

  @Override
  public List<String> dependencies() {
    return List.of("com.google.cloud:google-cloud-artifact-registry");
  }

  @Override
  public Optional<String> notice(BaseContainerRegistryConfig config) {
    GcpRegistryConfig gcp = (GcpRegistryConfig) config;
    RepositoryPath path = gcp.path();
    if (gcp.createRepository()) {
      return Optional.of(
          "The first push creates repository %s in %s if it is missing."
              .formatted(path.repository(), path.location()));
    }
    String what =
        path.isCreatedByPush()
            ? "A push creates repository %s only with the permission createOnPush; to create it: %s"
            : "Repository %s must exist before the first push, or set createRepository; to create"
                + " it: %s";
    return Optional.of(what.formatted(path.repository(), path.createCommand()));
  }
}
