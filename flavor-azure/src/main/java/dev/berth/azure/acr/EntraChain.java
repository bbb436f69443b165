package dev.berth.azure.acr;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpPipeline;
import com.azure.core.util.Configuration;
import com.azure.identity.CredentialUnavailableException;
import com.azure.identity.DefaultAzureCredential;
import com.azure.identity.DefaultAzureCredentialBuilder;
import dev.berth.reference.PlainText;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.support.Deadline;
import dev.berth.spi.support.FailureWords;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** The SDK's chain of credentials, {@link DefaultAzureCredential}, bounded in time. */
final class EntraChain {
  private static final String PRODUCTION =
      "the environment (%s), workload identity, managed identity";
  private static final String DEVELOPMENT = "Azure CLI, Azure PowerShell, Azure Developer CLI";
  // Only a virtual machine's metadata service remains, which responds fast if it exists.
  private static final Duration NOTHING_NAMED = Duration.ofSeconds(3);
  // Azure's tools and a login over the network may take long.
  private static final Duration SOMETHING_NAMED = Duration.ofSeconds(12);
  private static final String METADATA_FAILED = "ManagedIdentityCredential authentication failed";

  private final AzureEnvironment environment;
  private final HttpPipeline http;
  private final LoginAnswers answers;
  private final String scope;

  EntraChain(AzureEnvironment environment, HttpPipeline http, LoginAnswers answers, String scope) {
    this.environment = environment;
    this.http = http;
    this.answers = answers;
    this.scope = scope;
  }

  /** The sources that are tried, for messages. */
  String story() {
    return switch (selected()) {
      case "" -> production() + ", " + DEVELOPMENT;
      case "prod" -> production();
      case "dev" -> DEVELOPMENT;
      default -> PlainText.excerpt(selected()) + ", as AZURE_TOKEN_CREDENTIALS says";
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
   * A token; empty when there are no credentials.
   *
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when Microsoft Entra rejects them, {@link
   *     ErrorCode#TRANSIENT} when it does not respond
   */
  Optional<EntraToken> token() {
    boolean named = environment.namesCredentials();
    Duration limit = named ? SOMETHING_NAMED : NOTHING_NAMED;
    try {
      return Optional.of(fetch(limit));
    } catch (CredentialUnavailableException e) {
      if (EntraFailure.isRefusal(e)) {
        throw EntraFailure.of(e, environment);
      }
      return none(e);
    } catch (TimeoutException e) {
      if (!named) {
        return Optional.empty();
      }
      throw new BerthException(
          ErrorCode.TRANSIENT,
          "no Azure credentials within %d s from %s".formatted(limit.toSeconds(), story()),
          e);
    } catch (BerthException e) {
      throw e;
    } catch (RuntimeException e) {
      if (!named && !EntraFailure.isRefusal(e)) {
        // Another cloud's metadata service, or a network that drops packets.
        return none(e);
      }
      throw EntraFailure.of(e, environment);
    }
  }

  /** No credentials, unless a source that is configured, or this machine's, says why not. */
  private Optional<EntraToken> none(RuntimeException e) {
    // A machine without any identity says the same of one that nobody asked for.
    boolean asked = environment.variable(AzureEnvironment.CLIENT_ID).isPresent();
    answers
        .ofMetadata()
        .filter(failure -> asked || failure.code() == ErrorCode.TRANSIENT)
        .ifPresent(
            failure -> {
              throw failure;
            });
    Optional<String> source = environment.configuredSource();
    if (source.isPresent()) {
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "%s: %s".formatted(source.get(), environment.configuredReason(FailureWords.of(e))),
          e,
          "correct the variables, or unset them to use another login");
    }
    return Optional.empty();
  }

  /** The chain has no time limit of its own. */
  private EntraToken fetch(Duration limit) throws TimeoutException {
    try {
      return Deadline.supply(limit, "berth-azure-login", this::fetch);
    } catch (InterruptedException e) {
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
      // The chain hides why workload identity failed; that credential alone reports it.
      return fetch(environment.selecting("WorkloadIdentityCredential"));
    } catch (ClientAuthenticationException e) {
      boolean elsewhere = String.valueOf(e.getMessage()).contains(METADATA_FAILED);
      if (!selected.isEmpty() || !elsewhere || EntraFailure.isRefusal(e)) {
        throw e;
      }
      // The chain stops at a metadata service that is not Azure's; try the tools after it.
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
          "the variables for Azure's credentials are invalid: "
              + PlainText.excerpt(environment.masked(String.valueOf(e.getMessage()))),
          e,
          "check what these name: " + environment.names());
    }
  }
}
