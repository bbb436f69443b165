package dev.berth.aws.ecr;

import dev.berth.aws.AwsRegistryConfig;
import dev.berth.aws.EcrHost;
import dev.berth.spi.support.Lazy;
import dev.berth.spi.support.SdkProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The SDK's clients for one registered registry. */
final class AwsClients implements AutoCloseable {
  private static final Duration CALL = Duration.ofSeconds(8);
  private static final Duration ATTEMPT = Duration.ofSeconds(4);
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final AwsRegistryConfig config;
  private final SdkProxy proxy;
  private final Region region;
  private final Optional<EcrHost> host;
  private final AwsCredentialsProvider credentials;
  private final Queue<SdkAutoCloseable> opened = new ConcurrentLinkedQueue<>();
  private final Lazy<GetCallerIdentityResponse> identity =
      new Lazy<>(() -> sts().getCallerIdentity());

  AwsClients(AwsRegistryConfig config, SdkProxy proxy) {
    this.config = config;
    this.proxy = proxy;
    this.region = Region.of(config.region());
    this.host = EcrHost.find(config.uri().host());
    this.credentials = searchedOnce(new Lazy<>(this::provider));
  }

  private AwsCredentialsProvider provider() {
    AwsCredentialsProvider own =
        config
            .profile()
            .<AwsCredentialsProvider>map(it -> opened(ProfileCredentialsProvider.create(it)))
            .orElseGet(() -> opened(DefaultCredentialsProvider.builder().build()));
    return config.roleArn().map(role -> assumed(role, own)).orElse(own);
  }

  private AwsCredentialsProvider assumed(String role, AwsCredentialsProvider own) {
    return opened(
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts(own))
            .refreshRequest(request -> request.roleArn(role).roleSessionName("berth"))
            .build());
  }

  /** Caches missing credentials, since a metadata service that does not respond costs seconds. */
  private static AwsCredentialsProvider searchedOnce(Supplier<AwsCredentialsProvider> own) {
    var none = new AtomicReference<Optional<SdkException>>(Optional.empty());
    return () -> {
      synchronized (none) {
        none.get()
            .ifPresent(
                before -> {
                  throw before;
                });
        try {
          return readable(() -> own.get().resolveCredentials());
        } catch (SdkException e) {
          none.set(Optional.of(e).filter(it -> AwsFailure.of(it).isOfCredentials()));
          throw e;
        }
      }
    };
  }

  /** The SDK reads its configuration files for each client. */
  private static <T> T readable(Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw SdkClientException.create(AwsFailure.UNREADABLE_FILES + e.getMessage(), e);
    }
  }

  /** The sources of credentials that were tried, for messages. */
  String chain() {
    return config
        .profile()
        .map(profile -> "the profile '" + profile + "'")
        .orElse(
            "AWS_ACCESS_KEY_ID in the environment, a web identity token, the profile of"
                + " AWS_PROFILE or 'default' in ~/.aws, the container's and the instance's role");
  }

  EcrClient ecr() {
    var builder = EcrClient.builder();
    config.endpointOverride().ifPresent(builder::endpointOverride);
    return opened(readable(() -> configured(builder, credentials).build()));
  }

  EcrPublicClient ecrPublic() {
    var builder = EcrPublicClient.builder();
    config.endpointOverride().ifPresent(builder::endpointOverride);
    return opened(readable(() -> configured(builder, credentials).build()));
  }

  private StsClient sts() {
    return sts(credentials);
  }

  /** The caller's identity. */
  GetCallerIdentityResponse identity() {
    return identity.get();
  }

  private StsClient sts(AwsCredentialsProvider provider) {
    var builder = StsClient.builder();
    config
        .endpointOverride()
        .filter(endpoint -> config.isEmulated())
        .ifPresent(builder::endpointOverride);
    return opened(readable(() -> configured(builder, provider).build()));
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
      B builder, AwsCredentialsProvider provider) {
    if (config.endpointOverride().isEmpty()) {
      builder.fipsEnabled(host.filter(EcrHost::fips).isPresent());
      builder.dualstackEnabled(host.filter(EcrHost::dualStack).isPresent());
    }
    return builder
        .region(region)
        .credentialsProvider(provider)
        .httpClient(UrlConnectionHttpClient.create(this::connect))
        .overrideConfiguration(
            settings ->
                settings
                    .apiCallTimeout(CALL)
                    .apiCallAttemptTimeout(ATTEMPT)
                    .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(2)
                            .build()));
  }

  /** Through the registry's proxy; the SDK's own rules for the environment are other ones. */
  private HttpURLConnection connect(URI server) {
    try {
      HttpURLConnection connection = proxy.open(server);
      connection.setConnectTimeout((int) CONNECT.toMillis());
      connection.setReadTimeout((int) ATTEMPT.toMillis());
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Registers a client, which is closed with this. */
  private <C extends SdkAutoCloseable> C opened(C client) {
    opened.add(client);
    return client;
  }

  @Override
  public void close() {
    opened.forEach(
        client -> {
          try {
            client.close();
          } catch (RuntimeException e) {
            // The other clients must be closed too.
            return;
          }
        });
  }
}
