package dev.berth.azure.acr;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpPipeline;
import com.azure.core.util.Configuration;
import com.azure.identity.CredentialUnavailableException;
import com.azure.identity.DefaultAzureCredential;
import com.azure.identity.DefaultAzureCredentialBuilder;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The SDK's chain of credentials, {@link DefaultAzureCredential}, bounded in time. */
final class EntraChain {
  private static final String PRODUCTION =
      "the environment (%s), workload identity, managed identity";
  private static final String DEVELOPMENT = "Azure CLI, Azure PowerShell, Azure Developer CLI";
  // A virtual machine's metadata service, the only one left to wait for, is fast where there is
  // one.
  private static final Duration NOTHING_NAMED = Duration.ofSeconds(3);
  // Azure's tools can take their time, and so can a login over the network.
  private static final Duration SOMETHING_NAMED = Duration.ofSeconds(15);
  private static final String METADATA_FAILED = "ManagedIdentityCredential authentication failed";

  private final AzureEnvironment environment;
  private final HttpPipeline http;
  private final String scope;

  EntraChain(AzureEnvironment environment, HttpPipeline http, String scope) {
    this.environment = environment;
    this.http = http;
    this.scope = scope;
  }

  /** What was looked for, and where. */
  String story() {
    return switch (selected()) {
      case "" -> production() + ", " + DEVELOPMENT;
      case "prod" -> production();
      case "dev" -> DEVELOPMENT;
      default -> Refusal.plain(selected()) + ", as AZURE_TOKEN_CREDENTIALS says";
    };
  }

  private String selected() {
    String selected = environment.variable(AzureEnvironment.SELECTED).orElse("");
    return selected.strip().toLowerCase(Locale.ROOT);
  }

  private String production() {
    return PRODUCTION.formatted(environment.principal());
  }

  /**
   * A token; empty where there are no credentials.
   *
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when Microsoft Entra refuses them, {@link
   *     ErrorCode#TRANSIENT} when it does not answer
   */
  Optional<EntraToken> token() {
    boolean named = environment.namesCredentials();
    Duration limit = named ? SOMETHING_NAMED : NOTHING_NAMED;
    try {
      return Optional.of(within(limit));
    } catch (CredentialUnavailableException e) {
      if (EntraFailure.isRefusal(e)) {
        throw EntraFailure.of(e, environment);
      }
      return Optional.empty();
    } catch (TimeoutException e) {
      if (!named) {
        return Optional.empty();
      }
      throw new BerthException(
          ErrorCode.TRANSIENT,
          "no Azure credentials came in %d s of %s".formatted(limit.toSeconds(), story()),
          e);
    } catch (BerthException e) {
      throw e;
    } catch (RuntimeException e) {
      if (!named && !EntraFailure.isRefusal(e)) {
        // Some other cloud's metadata service, or a network that swallows what is sent to it.
        return Optional.empty();
      }
      throw EntraFailure.of(e, environment);
    }
  }

  /** In a thread of its own, for the chain has waits in it that nothing else ends. */
  private EntraToken within(Duration limit) throws TimeoutException {
    var task = new FutureTask<>(this::fetch);
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    var thread = new Thread(task, "berth-azure-login");
    thread.setContextClassLoader(loader);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(cause);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw e;
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new BerthException(ErrorCode.TRANSIENT, "the login to Azure was interrupted", e);
    }
  }

  private EntraToken fetch() {
    String selected = selected();
    try {
      return fetch(environment.configuration());
    } catch (CredentialUnavailableException e) {
      boolean several = selected.isEmpty() || selected.equals("prod");
      if (!several || environment.variable(AzureEnvironment.FEDERATED_TOKEN).isEmpty()) {
        throw e;
      }
      // The chain does not say why it went on after workload identity; that by itself does.
      return fetch(environment.selecting("WorkloadIdentityCredential"));
    } catch (ClientAuthenticationException e) {
      boolean elsewhere = String.valueOf(e.getMessage()).contains(METADATA_FAILED);
      if (!selected.isEmpty() || !elsewhere || EntraFailure.isRefusal(e)) {
        throw e;
      }
      // The chain ends at a metadata service that is not Azure's; the tools come after it.
      return fetch(environment.selecting("dev"));
    }
  }

  private EntraToken fetch(Configuration configuration) {
    DefaultAzureCredentialBuilder builder =
        new DefaultAzureCredentialBuilder()
            .configuration(configuration)
            .authorityHost(environment.authority())
            .pipeline(http);
    if (environment.hasOwnAuthority()) {
      builder.disableInstanceDiscovery();
    }
    var request = new TokenRequestContext().addScopes(scope);
    AccessToken token = built(builder).getTokenSync(request);
    return new EntraToken(token.getToken());
  }

  private DefaultAzureCredential built(DefaultAzureCredentialBuilder builder) {
    try {
      return builder.build();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "the variables for Azure's credentials are not right: "
              + Refusal.plain(environment.masked(String.valueOf(e.getMessage()))),
          e);
    }
  }
}
