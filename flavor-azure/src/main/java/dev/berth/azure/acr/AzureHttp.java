package dev.berth.azure.acr;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.ProxyOptions;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.core.util.Configuration;
import dev.berth.azure.AzureRegistryConfig;
import dev.berth.reference.Origin;
import dev.berth.spi.ProxyServer;
import dev.berth.spi.support.SdkProxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * The HTTP clients for Azure, with time limits, without redirects, and with one retry after a
 * server error. Throttled requests are not retried, since the pause may be longer than a user
 * waits.
 */
final class AzureHttp {
  private static final Duration CONNECT = Duration.ofSeconds(4);
  // Metadata services of the machine are never behind a proxy.
  private static final String THIS_MACHINE = "169.254.169.254|localhost|127.*";
  private static final Duration ANSWER = Duration.ofSeconds(6);

  private final Optional<Path> caCertificate;
  private final Configuration environment;
  private final SdkProxy proxy;

  AzureHttp(AzureRegistryConfig config, Configuration environment, SdkProxy proxy) {
    this.caCertificate = config.caCertificate().map(Path::of);
    this.environment = environment;
    this.proxy = proxy;
  }

  /** The client for the registry. */
  HttpPipeline registry(URI endpoint) {
    return pipeline(TrustedCertificates::alone, endpoint, List.of());
  }

  /** The client for the resource manager. */
  HttpPipeline manager(URI endpoint) {
    return pipeline(TrustedCertificates::inAddition, endpoint, List.of());
  }

  /** The client for Microsoft Entra and metadata services. */
  HttpPipeline entra(URI authority, LoginAnswers answers) {
    return pipeline(TrustedCertificates::inAddition, authority, List.of(answers));
  }

  /** None for an authority that is no URL, which the SDK reports itself. */
  private Optional<ProxyServer> proxyFor(URI server) {
    try {
      return proxy.findForJava(Origin.of(server));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ProxyOptions options(ProxyServer proxy) {
    var options =
        new ProxyOptions(ProxyOptions.Type.HTTP, SdkProxy.address(proxy))
            .setNonProxyHosts(THIS_MACHINE);
    return proxy.login().isAnonymous()
        ? options
        : options.setCredentials(
            proxy.login().username().orElse(""), proxy.login().password().orElse(""));
  }

  private HttpPipeline pipeline(
      Function<Path, SSLContext> trust, URI server, List<HttpPipelinePolicy> outer) {
    HttpClient.Builder jdk = HttpClient.newBuilder();
    caCertificate.map(trust).ifPresent(jdk::sslContext);
    var builder = new JdkHttpClientBuilder(jdk);
    proxyFor(server).ifPresent(it -> builder.proxy(options(it)));
    var client =
        builder
            .configuration(environment)
            .connectionTimeout(CONNECT)
            .responseTimeout(ANSWER)
            .readTimeout(ANSWER)
            .build();
    var retries =
        new RetryOptions(new FixedDelayOptions(1, Duration.ofMillis(300)))
            .setShouldRetryCondition(
                asked -> asked.getResponse() != null && asked.getResponse().getStatusCode() >= 500);
    List<HttpPipelinePolicy> policies = new ArrayList<>(outer);
    policies.add(new UserAgentPolicy("berth"));
    policies.add(new RetryPolicy(retries));
    policies.add(new ProxyRefusalPolicy(server));
    return new HttpPipelineBuilder()
        .httpClient(client)
        .policies(policies.toArray(HttpPipelinePolicy[]::new))
        .build();
  }
}
