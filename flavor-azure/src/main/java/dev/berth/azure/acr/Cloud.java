package dev.berth.azure.acr;

import com.azure.containers.containerregistry.models.ContainerRegistryAudience;
import com.azure.identity.AzureAuthorityHosts;

/**
 * One of Azure's clouds, with the endpoint of its Microsoft Entra and the token scope of its
 * registries.
 */
enum Cloud {
  // Registries of the public cloud can be configured to refuse the resource manager's tokens.
  PUBLIC(
      ".azurecr.io",
      AzureAuthorityHosts.AZURE_PUBLIC_CLOUD,
      ContainerRegistryAudience.fromString("https://containerregistry.azure.net")),
  CHINA(
      ".azurecr.cn",
      AzureAuthorityHosts.AZURE_CHINA,
      ContainerRegistryAudience.AZURE_RESOURCE_MANAGER_CHINA),
  US_GOVERNMENT(
      ".azurecr.us",
      AzureAuthorityHosts.AZURE_GOVERNMENT,
      ContainerRegistryAudience.AZURE_RESOURCE_MANAGER_GOVERNMENT);

  private final String suffix;
  private final String authority;
  private final String scope;

  Cloud(String suffix, String authority, ContainerRegistryAudience audience) {
    this.suffix = suffix;
    this.authority = authority;
    this.scope = audience + "/.default";
  }

  /** The cloud of a registry's host; the public cloud for other hosts. */
  static Cloud of(String host) {
    for (Cloud cloud : values()) {
      if (host.endsWith(cloud.suffix)) {
        return cloud;
      }
    }
    return PUBLIC;
  }

  String authority() {
    return authority;
  }

  String scope() {
    return scope;
  }
}
