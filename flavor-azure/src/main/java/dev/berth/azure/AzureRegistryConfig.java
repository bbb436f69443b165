package dev.berth.azure;

import dev.berth.reference.InvalidReferenceException;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BaseContainerRegistryConfig;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** What is configured of an Azure container registry. */
public final class AzureRegistryConfig extends BaseContainerRegistryConfig {
  // https://learn.microsoft.com/azure/container-registry/container-registry-endpoint-reference
  private static final java.util.regex.Pattern LOGIN_SERVER =
      java.util.regex.Pattern.compile(
          "([a-z0-9]{5,50})(-[a-z0-9]+)?(\\.[a-z0-9]+\\.geo)?\\.azurecr\\.(io|cn|us)");
  private static final java.util.regex.Pattern DATA_ENDPOINT =
      java.util.regex.Pattern.compile("[a-z0-9-]+\\.[a-z0-9]+\\.data\\.azurecr\\.(io|cn|us)");

  @Pattern(
      regexp = "[0-9A-Za-z][0-9A-Za-z.-]{0,254}",
      message = "must be the ID or a domain of a Microsoft Entra tenant")
  private @Nullable String tenantId;

  @Pattern(
      regexp = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
      message = "must be a client ID: a GUID")
  private @Nullable String clientId;

  private @Nullable String endpointOverride;

  private @Nullable String authorityHost;

  private AzureRegistryConfig() {}

  /** The tenant to log in to. */
  public Optional<String> tenantId() {
    return Optional.ofNullable(tenantId);
  }

  /** The application or the managed identity to log in as. */
  public Optional<String> clientId() {
    return Optional.ofNullable(clientId);
  }

  /** Where the registry's own API is, if not at the URI's host. */
  public Optional<URI> endpointOverride() {
    return Optional.ofNullable(endpointOverride).map(URI::create);
  }

  /** Where Microsoft Entra is, if not where the URI's cloud has it. */
  public Optional<URI> authorityHost() {
    return Optional.ofNullable(authorityHost).map(URI::create);
  }

  /** What the registry is called in Azure; empty where the URI does not tell. */
  public Optional<String> resourceName() {
    Matcher server = LOGIN_SERVER.matcher(uri().host());
    return server.matches() ? Optional.of(server.group(1)) : Optional.empty();
  }

  @AssertTrue(
      message =
          "property 'uri' must be NAME.azurecr.io, NAME-HASH.azurecr.io or"
              + " NAME.REGION.geo.azurecr.io (or .cn, or .us), with a NAME of 5 to 50 letters and"
              + " digits, and may have a path; any host with 'endpointOverride'")
  private boolean isUriOfAnAzureRegistry() {
    return endpointOverride != null
        || findUri()
            .map(RegistryUri::host)
            .filter(host -> !LOGIN_SERVER.matcher(host).matches())
            .filter(host -> !DATA_ENDPOINT.matcher(host).matches())
            .isEmpty();
  }

  @AssertTrue(
      message =
          "property 'uri' must not be a data endpoint, which takes no pushes: NAME.azurecr.io or"
              + " NAME.REGION.geo.azurecr.io")
  private boolean isUriOfALoginServer() {
    return endpointOverride != null
        || findUri().filter(uri -> DATA_ENDPOINT.matcher(uri.host()).matches()).isEmpty();
  }

  @AssertTrue(
      message =
          "property 'endpointOverride' must be https://HOST[:PORT]; http://HOST[:PORT] on this"
              + " machine or with 'insecure'")
  private boolean isEndpointOverrideAnEndpoint() {
    return endpointOverride == null
        || Endpoint.find(endpointOverride)
            .filter(found -> found.secure() || found.local() || insecure())
            .isPresent();
  }

  @AssertTrue(message = "property 'authorityHost' must be https://HOST[:PORT]")
  private boolean isAuthorityHostAnEndpoint() {
    return authorityHost == null
        || Endpoint.find(authorityHost).filter(Endpoint::secure).isPresent();
  }

  /** A scheme, a host and perhaps a port. */
  private record Endpoint(boolean secure, boolean local) {
    private static final java.util.regex.Pattern FORM =
        java.util.regex.Pattern.compile(
            "(https?)://([A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+])(:\\d{1,5})?/?");

    static Optional<Endpoint> find(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      try {
        String port = matcher.group(3) == null ? ":443" : matcher.group(3);
        RegistryUri host = RegistryUri.parse(matcher.group(2) + port);
        return Optional.of(new Endpoint(matcher.group(1).equals("https"), host.isLocal()));
      } catch (InvalidReferenceException e) {
        return Optional.empty();
      }
    }
  }
}
