package dev.berth.azure.acr;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.core.util.Configuration;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
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
  private static final Duration ANSWER = Duration.ofSeconds(6);

  private final Optional<Path> caCertificate;
  private final Configuration environment;

  AzureHttp(Optional<String> caCertificate, Configuration environment) {
    this.caCertificate = caCertificate.map(Path::of);
    this.environment = environment;
  }

  /** The client for the registry. */
  HttpPipeline registry() {
    return pipeline(TrustedCertificates::alone);
  }

  /** The client for Microsoft Entra and metadata services. */
  HttpPipeline entra() {
    return pipeline(TrustedCertificates::inAddition);
  }

  private HttpPipeline pipeline(Function<Path, SSLContext> trust) {
    HttpClient.Builder jdk = HttpClient.newBuilder();
    caCertificate.map(trust).ifPresent(jdk::sslContext);
    var client =
        new JdkHttpClientBuilder(jdk)
            .configuration(environment)
            .connectionTimeout(CONNECT)
            .responseTimeout(ANSWER)
            .readTimeout(ANSWER)
            .build();
    var retries =
        new RetryOptions(new FixedDelayOptions(1, Duration.ofMillis(300)))
            .setShouldRetryCondition(
                asked -> asked.getResponse() != null && asked.getResponse().getStatusCode() >= 500);
    return new HttpPipelineBuilder()
        .httpClient(client)
        .policies(new UserAgentPolicy("berth"), new RetryPolicy(retries))
        .build();
  }
}
