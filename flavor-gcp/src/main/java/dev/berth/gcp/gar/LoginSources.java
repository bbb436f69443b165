package dev.berth.gcp.gar;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.berth.gcp.GcpRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.RegistryContext;
import java.util.List;
import java.util.Optional;

/** Finds the credentials: the configured key, else application default credentials. */
final class LoginSources {
  private static final int LIFETIME_SECONDS = 3600;

  private final RegistryContext context;
  private final GcpRegistryConfig config;
  private final CredentialsJson json;
  private final DefaultCredentials defaults;
  private final Optional<String> iamEndpoint;

  LoginSources(RegistryContext context, CredentialsJson json, Optional<String> iamEndpoint) {
    this.context = context;
    this.config = context.config(GcpRegistryConfig.class);
    this.defaults = new DefaultCredentials(context::variable, json);
    this.json = json;
    this.iamEndpoint = iamEndpoint;
  }

  /**
   * @return empty if there are no credentials
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when they cannot be used
   */
  Optional<LoginSource> find() {
    Optional<LoginSource> found = own().map(this::scoped);
    return config.impersonateServiceAccount().isPresent()
        ? Optional.of(impersonated(config.impersonateServiceAccount().get(), found))
        : found;
  }

  /** Whether they are used, instead of a secret. */
  boolean isOwn() {
    return config.authenticationSecret().isEmpty();
  }

  /** The sources without a configured key, for messages. */
  String tried() {
    return defaults.tried();
  }

  private Optional<LoginSource> own() {
    return config.serviceAccountKey().isPresent()
        ? Optional.of(
            json.key(
                context.secret(config.serviceAccountKey().get()),
                "the secret " + config.serviceAccountKey().get()))
        : defaults.find();
  }

  /** The project of a service account's key. */
  Optional<String> ownProject() {
    return own()
        .map(LoginSource::credentials)
        .filter(ServiceAccountCredentials.class::isInstance)
        .map(key -> ((ServiceAccountCredentials) key).getProjectId());
  }

  /** The quota project; empty for that of the credentials. */
  Optional<String> quotaProject() {
    return config.quotaProject().or(() -> context.variable("GOOGLE_CLOUD_QUOTA_PROJECT"));
  }

  private LoginSource scoped(LoginSource source) {
    GoogleCredentials credentials = source.credentials();
    if (credentials.createScopedRequired()) {
      credentials = credentials.createScoped(CredentialsJson.SCOPE);
    }
    Optional<String> quota = quotaProject();
    return new LoginSource(
        quota.isPresent() ? credentials.createWithQuotaProject(quota.get()) : credentials,
        source.description());
  }

  private LoginSource impersonated(String account, Optional<LoginSource> source) {
    LoginSource by =
        source.orElseThrow(
            () ->
                new BerthException(
                    ErrorCode.CREDENTIALS,
                    "there are no credentials to act as %s with; tried: %s"
                        .formatted(account, tried()),
                    "gcloud auth application-default login"));
    var builder =
        ImpersonatedCredentials.newBuilder()
            .setSourceCredentials(by.credentials())
            .setTargetPrincipal(account)
            .setScopes(List.of(CredentialsJson.SCOPE))
            .setLifetime(LIFETIME_SECONDS)
            .setHttpTransportFactory(json.transport())
            .setQuotaProjectId(by.credentials().getQuotaProjectId());
    iamEndpoint.ifPresent(builder::setIamEndpointOverride);
    return new LoginSource(builder.build(), by.description() + ", acting as " + account);
  }
}
