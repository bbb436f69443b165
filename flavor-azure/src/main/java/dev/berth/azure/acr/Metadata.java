package dev.berth.azure.acr;

import com.azure.containers.containerregistry.ContainerRegistryClient;
import com.azure.containers.containerregistry.ContainerRegistryClientBuilder;
import com.azure.containers.containerregistry.models.ArtifactTagProperties;
import com.azure.containers.containerregistry.models.ContainerRepositoryProperties;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.policy.AddHeadersPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import dev.berth.spi.Credentials;
import dev.berth.spi.support.Lazy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The metadata of one repository. The SDK's client uses Berth's pipeline, since its own accepts
 * only credentials of Microsoft Entra and endpoints with TLS.
 */
final class Metadata {
  private final String repository;
  private final Supplier<ContainerRegistryClient> client;

  Metadata(
      String repository,
      URI endpoint,
      HttpPipeline http,
      AcrTokens tokens,
      Supplier<Credentials> credentials) {
    this.repository = repository;
    this.client =
        new Lazy<>(
            () -> {
              String scope = "repository:" + repository + ":metadata_read";
              String token = tokens.access(credentials.get(), scope);
              return new ContainerRegistryClientBuilder()
                  .endpoint(endpoint.toString())
                  .pipeline(authorized(http, token))
                  .buildClient();
            });
  }

  private static HttpPipeline authorized(HttpPipeline http, String token) {
    List<HttpPipelinePolicy> policies = new ArrayList<>();
    policies.add(
        new AddHeadersPolicy(
            new HttpHeaders().set(HttpHeaderName.AUTHORIZATION, "Bearer " + token)));
    for (int i = 0; i < http.getPolicyCount(); i++) {
      policies.add(http.getPolicy(i));
    }
    return new HttpPipelineBuilder()
        .httpClient(http.getHttpClient())
        .policies(policies.toArray(new HttpPipelinePolicy[0]))
        .build();
  }

  /** The repository; empty when it does not exist. */
  Optional<ContainerRepositoryProperties> repository() {
    return found(() -> client.get().getRepository(repository).getProperties());
  }

  /** A tag; empty when it does not exist. */
  Optional<ArtifactTagProperties> tag(String tag) {
    return found(() -> client.get().getArtifact(repository, tag).getTagProperties(tag));
  }

  private static <T> Optional<T> found(Supplier<T> request) {
    try {
      return Optional.of(request.get());
    } catch (HttpResponseException e) {
      if (e.getResponse() != null && e.getResponse().getStatusCode() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
