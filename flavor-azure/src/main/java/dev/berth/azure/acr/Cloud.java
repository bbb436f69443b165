package dev.berth.azure.acr;

import com.azure.identity.AzureAuthorityHosts;

/** One of Azure's clouds, with the endpoint of its Microsoft Entra. */
enum Cloud {
  PUBLIC(".azurecr.io", AzureAuthorityHosts.AZURE_PUBLIC_CLOUD),
  CHINA(".azurecr.cn", AzureAuthorityHosts.AZURE_CHINA),
  US_GOVERNMENT(".azurecr.us", AzureAuthorityHosts.AZURE_GOVERNMENT);

  /**
   * The scope of tokens for registries: the audience that the Azure CLI and Azure's SDK for Go ask
   * for in every cloud, since registries can be configured to refuse the resource manager's.
   */
  static final String SCOPE = "https://containerregistry.azure.net/.default";

  private final String suffix;
  private final String authority;

  Cloud(String suffix, String authority) {
    this.suffix = suffix;
    this.authority = authority;
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
}
