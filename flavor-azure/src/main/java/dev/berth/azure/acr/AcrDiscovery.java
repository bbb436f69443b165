package dev.berth.azure.acr;

import dev.berth.azure.AzureRegistryConfig;
import dev.berth.spi.BaseContainerRegistryFlavor.Discovered;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.RegistryContext;
import dev.berth.spi.support.ParallelListing;
import dev.berth.spi.support.SdkProxy;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The registries of all subscriptions that a login sees in its tenant of Microsoft Entra. */
public final class AcrDiscovery {
  private final RegistryContext context;
  private final EntraChain chain;
  private final ResourceList resources;

  /** Nothing is sent yet. */
  public AcrDiscovery(RegistryContext context) {
    this(context, Optional.empty());
  }

  /** With another endpoint of the resource manager than the cloud's. */
  AcrDiscovery(RegistryContext context, Optional<URI> endpoint) {
    this.context = context;
    AzureRegistryConfig config = context.config(AzureRegistryConfig.class);
    if (config.hasUri() || config.endpointOverride().isPresent()) {
      throw new BerthException(
          ErrorCode.INVALID, "discovering finds the URI: leave --uri and --endpoint-override out");
    }
    var environment = new AzureEnvironment(context, config);
    var azure =
        new AzureHttp(
            config, environment.configuration(), new SdkProxy("Azure's SDK", context::proxy));
    URI authority = environment.authorityUri();
    Cloud cloud = Cloud.ofAuthority(environment.authority());
    URI server = endpoint.orElseGet(() -> URI.create(cloud.manager()));
    var answers =
        new LoginAnswers(String.valueOf(authority.getAuthority()), environment.metadataServices());
    this.chain =
        new EntraChain(
            environment, azure.entra(authority, answers), answers, cloud.manager() + "/.default");
    this.resources = new ResourceList(server, azure.manager(server));
  }

  /**
   * Lists the registries; a subscription that cannot be asked is a warning.
   *
   * @throws BerthException when the subscriptions cannot be listed
   */
  public List<Discovered> registries() {
    EntraToken token =
        chain
            .token()
            .orElseThrow(
                () ->
                    new BerthException(
                        ErrorCode.CREDENTIALS,
                        "there are no Azure credentials: tried " + chain.story(),
                        "az login"));
    Map<String, Callable<List<Discovered>>> parts = new LinkedHashMap<>();
    for (Map<?, ?> each : resources.list("/subscriptions?api-version=2022-12-01", token)) {
      String id = ResourceList.text(each, "subscriptionId");
      String name = ResourceList.text(each, "displayName");
      parts.put("subscription " + id, () -> ofSubscription(id, name, token));
    }
    return ParallelListing.of(parts, context::warn);
  }

  /** https://learn.microsoft.com/rest/api/containerregistry/registries/list */
  private List<Discovered> ofSubscription(String id, String subscription, EntraToken token) {
    String path =
        "/subscriptions/%s/providers/Microsoft.ContainerRegistry/registries?api-version=2023-07-01"
            .formatted(ResourceList.segment(id));
    return resources.list(path, token).stream()
        .filter(each -> !ResourceList.text(each, "properties", "loginServer").isEmpty())
        .map(each -> discovered(each, subscription))
        .toList();
  }

  private static Discovered discovered(Map<?, ?> registry, String subscription) {
    String group =
        ResourceList.text(registry, "id").replaceFirst("(?i).*/resourceGroups/([^/]*)/.*", "$1");
    return new Discovered(
        ResourceList.text(registry, "name"),
        ResourceList.text(registry, "properties", "loginServer"),
        "%s registry in %s, resource group %s, subscription %s"
            .formatted(
                ResourceList.text(registry, "sku", "name"),
                ResourceList.text(registry, "location"),
                group,
                subscription));
  }
}
