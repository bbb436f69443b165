package dev.berth.aws.ecr;

import dev.berth.aws.AwsRegistryConfig;
import dev.berth.aws.EcrHost;
import dev.berth.spi.BerthException;
import dev.berth.spi.SecretReference;
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
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
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
  private final CredentialSources credentials;
  private final Queue<SdkAutoCloseable> opened = new ConcurrentLinkedQueue<>();
  private final Lazy<GetCallerIdentityResponse> identity =
      new Lazy<>(() -> sts().getCallerIdentity());

  /**
   * @param region the region of clients, unless they have another
   * @param secrets the values of the secrets that the configuration names
   */
  AwsClients(
      AwsRegistryConfig config,
      Region region,
      SdkProxy proxy,
      Function<SecretReference, String> secrets) {
    this.config = config;
    this.proxy = proxy;
    this.region = region;
    this.credentials = new CredentialSources(config.profile(), keys(secrets), this::used);
  }

  private Optional<Supplier<AwsCredentials>> keys(Function<SecretReference, String> secrets) {
    return config.accessKeyId().map(id -> () -> key(id, secrets));
  }

  private AwsCredentials key(String id, Function<SecretReference, String> secrets) {
    String key = secrets.apply(config.secretAccessKey().orElseThrow());
    return config
        .sessionToken()
        .map(secrets)
        .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, key, token))
        .orElseGet(() -> AwsBasicCredentials.create(id, key));
  }

  /** Registers the provider, and lets it assume the configured role. */
  private AwsCredentialsProvider used(AwsCredentialsProvider own) {
    if (own instanceof SdkAutoCloseable closeable) {
      opened.add(closeable);
    }
    return config.roleArn().map(role -> assumed(role, own)).orElse(own);
  }

  private AwsCredentialsProvider assumed(String role, AwsCredentialsProvider own) {
    StsAssumeRoleCredentialsProvider assumed =
        opened(
            StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts(own))
                .refreshRequest(request -> request.roleArn(role).roleSessionName("berth"))
                .build());
    return () -> {
      // Of the own credentials first, since a failure of theirs is not one of the role.
      own.resolveCredentials();
      try {
        return assumed.resolveCredentials();
      } catch (SdkException e) {
        throw SdkClientException.create(
            "credentials failed",
            CredentialFailure.of(
                "assuming the role " + role,
                "allow sts:AssumeRole on it, also in the role's trust policy",
                e));
      }
    };
  }

  /**
   * Whether there are credentials.
   *
   * @throws BerthException when a source is configured and fails, with its reason
   */
  boolean hasCredentials() {
    return credentials.exist();
  }

  /** The sources of credentials that were tried. */
  String noCredentials() {
    return "there are no AWS credentials: tried " + chain();
  }

  private String chain() {
    return config
        .profile()
        .map(profile -> "the profile '" + profile + "'")
        .orElse(
            "AWS_ACCESS_KEY_ID in the environment, a web identity token, the profile '"
                + ProfileFileSystemSetting.AWS_PROFILE.getStringValue().orElse("default")
                + "' in ~/.aws, the container's and the instance's role");
  }

  EcrClient ecr() {
    return ecr(region);
  }

  EcrClient ecr(Region ofRegistry) {
    var builder = EcrClient.builder();
    config.endpointOverride().ifPresent(builder::endpointOverride);
    return opened(readable(() -> configured(builder, credentials).region(ofRegistry).build()));
  }

  EcrPublicClient ecrPublic() {
    var builder = EcrPublicClient.builder();
    config.endpointOverride().ifPresent(builder::endpointOverride);
    return opened(
        readable(
            () ->
                configured(builder, credentials)
                    .region(Region.of(AwsRegistryConfig.PUBLIC_REGION))
                    .build()));
  }

  /** The SDK reads its configuration files for each client. */
  private static <T> T readable(Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw SdkClientException.create("AWS's configuration files", CredentialFailure.ofFiles(e));
    }
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
      // Otherwise the environment and the profile say it.
      config.host().filter(EcrHost::fips).ifPresent(it -> builder.fipsEnabled(true));
      config.host().filter(EcrHost::dualStack).ifPresent(it -> builder.dualstackEnabled(true));
    }
    return builder
        .region(region)
        .credentialsProvider(provider)
        .httpClient(UrlConnectionHttpClient.create(this::connect))
        .overrideConfiguration(
            settings -> {
              settings.apiCallTimeout(CALL).apiCallAttemptTimeout(ATTEMPT);
              config.profile().ifPresent(settings::defaultProfileName);
            });
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
