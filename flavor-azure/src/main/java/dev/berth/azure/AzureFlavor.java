package dev.berth.azure;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.berth.azure.acr.AcrDiscovery;
import dev.berth.azure.acr.AcrRegistry;
import dev.berth.reference.Capabilities;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.ContainerRegistry;
import dev.berth.spi.RegistryContext;
import java.util.List;
import java.util.Optional;

/** Azure Container Registry. */
@JsonClassDescription("Azure Container Registry.")
public final class AzureFlavor extends BaseContainerRegistryFlavor {
  /** For the service loader. */
  public AzureFlavor() {}

  @Override
  public String name() {
    return "azure";
  }

  @Override
  public Class<? extends BaseContainerRegistryConfig> configClass() {
    return AzureRegistryConfig.class;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ACR;
  }

  @Override
  public ContainerRegistry createRegistry(RegistryContext context) {
    return new AcrRegistry(context);
  }

  @Override
  public List<Discovered> discover(RegistryContext context) {
    return new AcrDiscovery(context).registries();
  }

  @Override
  public List<String> dependencies() {
    return List.of(
        "com.azure:azure-containers-containerregistry",
        "com.azure:azure-identity",
        "com.azure:azure-core-http-jdk-httpclient");
  }

  @Override
  public Optional<String> notice(BaseContainerRegistryConfig config) {
    String name = ((AzureRegistryConfig) config).resourceName().orElse("NAME");
    return Optional.of(
        "The first push creates a repository. Pushing requires the role AcrPush: "
            + "az role assignment create --assignee PRINCIPAL --role AcrPush"
            + " --scope $(az acr show -n "
            + name
            + " --query id -o tsv)");
  }
}
