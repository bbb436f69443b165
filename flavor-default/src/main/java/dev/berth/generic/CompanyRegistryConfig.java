package dev.berth.generic;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.berth.reference.Origin;
import dev.berth.spi.BaseContainerRegistryConfig;
import jakarta.validation.constraints.AssertTrue;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configuration of a registry that a company runs, with its web API at the same host. */
abstract class CompanyRegistryConfig extends BaseContainerRegistryConfig {
  @JsonPropertyDescription("the endpoint of the web API, if it is not at the registry's host")
  private @Nullable Origin endpointOverride;

  @AssertTrue(message = "property 'endpointOverride' " + UNSAFE_ENDPOINT)
  boolean isEndpointSafe() {
    return endpointOverride == null || isSafe(endpointOverride);
  }

  /** The endpoint of the web API, if it is not at the registry's host. */
  final Optional<URI> endpointOverride() {
    return Optional.ofNullable(endpointOverride).map(Origin::toUri);
  }

  /** The endpoint at a host, over TLS where the registry uses it. */
  final URI endpointAt(String host) {
    boolean plain =
        insecure()
            || (uri().isLocal() && caCertificate().isEmpty() && clientCertificate().isEmpty());
    return endpointOverride().orElseGet(() -> URI.create((plain ? "http://" : "https://") + host));
  }
}
