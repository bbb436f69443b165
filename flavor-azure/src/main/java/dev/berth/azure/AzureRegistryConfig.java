package dev.berth.azure;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.berth.reference.Origin;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.SecretReference;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** The configuration of a registry of Azure Container Registry. */
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
  @JsonPropertyDescription("the Microsoft Entra tenant to log in to, instead of AZURE_TENANT_ID")
  private @Nullable String tenantId;

  @Pattern(
      regexp = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
      message = "must be a client ID: a GUID")
  @JsonPropertyDescription(
      "the application or the user-assigned managed identity to log in as, instead of AZURE_CLIENT_ID")
  private @Nullable String clientId;

  @JsonPropertyDescription(
      "the client secret of the application clientId; no other login of the environment is then used")
  private @Nullable SecretReference clientSecret;

  @JsonPropertyDescription(
      "the endpoint of the registry's own API, for private endpoints and emulators; the URI can then have any host")
  private @Nullable Origin endpointOverride;

  @JsonPropertyDescription(
      "the endpoint of Microsoft Entra, instead of AZURE_AUTHORITY_HOST or the cloud's; must use HTTPS")
  private @Nullable Origin authorityHost;

  private AzureRegistryConfig() {}

  /** The tenant to log in to. */
  public Optional<String> tenantId() {
    return Optional.ofNullable(tenantId);
  }

  /** The application or the managed identity to log in as. */
  public Optional<String> clientId() {
    return Optional.ofNullable(clientId);
  }

  /** The secret with the client secret of the application {@link #clientId}. */
  public Optional<SecretReference> clientSecret() {
    return Optional.ofNullable(clientSecret);
  }

  @AssertTrue(message = "property 'clientSecret' needs 'clientId' and 'tenantId'")
  private boolean isPrincipalWhole() {
    return clientSecret == null || (clientId != null && tenantId != null);
  }

  /** The endpoint of the registry's own API, if not the URI's host. */
  public Optional<URI> endpointOverride() {
    return Optional.ofNullable(endpointOverride).map(Origin::toUri);
  }

  /** The endpoint of Microsoft Entra, if not that of the URI's cloud. */
  public Optional<URI> authorityHost() {
    return Optional.ofNullable(authorityHost).map(Origin::toUri);
  }

  /** The URI's host; empty when no registry is known yet. */
  public Optional<String> host() {
    return findUri().map(RegistryUri::host);
  }

  /** The registry's name in Azure; empty when the URI does not contain it. */
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
          "property 'uri' must not be a data endpoint, which accepts no pushes: NAME.azurecr.io or"
              + " NAME.REGION.geo.azurecr.io")
  private boolean isUriOfALoginServer() {
    return endpointOverride != null
        || findUri().filter(uri -> DATA_ENDPOINT.matcher(uri.host()).matches()).isEmpty();
  }

  @AssertTrue(message = "property 'endpointOverride' " + UNSAFE_ENDPOINT)
  private boolean isEndpointSafe() {
    return endpointOverride == null || isSafe(endpointOverride);
  }

  @AssertTrue(message = "property 'authorityHost' must use HTTPS")
  private boolean isAuthoritySafe() {
    return authorityHost == null || authorityHost.isSecure();
  }
}
