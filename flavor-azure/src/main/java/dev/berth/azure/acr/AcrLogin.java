package dev.berth.azure.acr;

import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The login with Microsoft Entra to one registry. */
final class AcrLogin {
  /** The user name that makes the password a refresh token. */
  private static final String USER = "00000000-0000-0000-0000-000000000000";

  // Refresh tokens are valid for three hours; one without an expiry is renewed early.
  private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(10);

  private final EntraChain chain;
  private final AcrTokens tokens;
  private final Remedies remedies;
  private final AzureEnvironment environment;
  private volatile Optional<String> principal = Optional.empty();

  AcrLogin(EntraChain chain, AcrTokens tokens, Remedies remedies, AzureEnvironment environment) {
    this.chain = chain;
    this.tokens = tokens;
    this.remedies = remedies;
    this.environment = environment;
  }

  /** The account: an object ID, or a placeholder for one in a command. */
  String principal() {
    return principal.or(() -> environment.variable(AzureEnvironment.CLIENT_ID)).orElse("PRINCIPAL");
  }

  Login login() {
    Optional<EntraToken> entra = chain.token();
    if (entra.isEmpty()) {
      return Login.missing("there are no Azure credentials: tried " + chain.story(), "az login");
    }
    principal = entra.get().principal();
    String token = exchange(entra.get());
    Instant expiry =
        JsonWebToken.of(token)
            .number("exp")
            .map(Instant::ofEpochSecond)
            .orElseGet(() -> Instant.now().plus(UNKNOWN_LIFE));
    return Login.found(Credentials.basic(USER, token), "Microsoft Entra").until(expiry);
  }

  private String exchange(EntraToken entra) {
    Optional<String> tenant = entra.tenant().or(environment::tenant);
    try {
      return tokens.exchange(entra.value(), tenant);
    } catch (BerthException e) {
      if (e.code() != ErrorCode.CREDENTIALS) {
        throw e;
      }
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "%s; %s of tenant %s has no role there, or the registry is in another tenant"
              .formatted(e.getMessage(), principal(), tenant.orElse("(unknown)")),
          e,
          remedies.letPush(principal()));
    }
  }
}
