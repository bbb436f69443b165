package dev.berth.azure.acr;

import com.azure.identity.AzureAuthorityHosts;
import java.net.URI;

/** One of Azure's clouds, with the endpoint of its Microsoft Entra. */
enum Cloud {
  PUBLIC(".azurecr.io", AzureAuthorityHosts.AZURE_PUBLIC_CLOUD, "https://management.azure.com"),
  CHINA(".azurecr.cn", AzureAuthorityHosts.AZURE_CHINA, "https://management.chinacloudapi.cn"),
  US_GOVERNMENT(
      ".azurecr.us", AzureAuthorityHosts.AZURE_GOVERNMENT, "https://management.usgovcloudapi.net");

  /**
   * The scope of tokens for registries: the audience that the Azure CLI and Azure's SDK for Go ask
   * for in every cloud, since registries can be configured to refuse the resource manager's.
   */
  static final String SCOPE = "https://containerregistry.azure.net/.default";

  private final String suffix;
  private final String authority;
  private final String manager;

  Cloud(String suffix, String authority, String manager) {
    this.suffix = suffix;
    this.authority = authority;
    this.manager = manager;
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

  /** The cloud of a Microsoft Entra; the public cloud for others. */
  static Cloud ofAuthority(String authority) {
    String host = URI.create(authority).getHost();
    for (Cloud cloud : values()) {
      if (URI.create(cloud.authority).getHost().equals(host)) {
        return cloud;
      }
    }
    return PUBLIC;
  }

  /** The endpoint of its resource manager. */
  String manager() {
    return manager;
  }

  String authority() {
    return authority;
  }
}
