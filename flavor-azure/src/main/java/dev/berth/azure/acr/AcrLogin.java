package dev.berth.azure.acr;

import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The login from Microsoft Entra to one registry, kept as long as it is good. Safe for use by
 * several threads; what failed for one fails for those that ask soon after.
 */
final class AcrLogin {
  /** The user name that says that the password is a refresh token. */
  private static final String USER = "00000000-0000-0000-0000-000000000000";

  private static final Duration FAILURE_LIFE = Duration.ofSeconds(30);

  private final EntraChain chain;
  private final AcrTokens tokens;
  private final Remedies remedies;
  private final AzureEnvironment environment;
  private @Nullable RefreshToken token;
  private @Nullable BerthException failure;
  private Instant failed = Instant.EPOCH;
  private volatile Optional<String> principal = Optional.empty();

  AcrLogin(EntraChain chain, AcrTokens tokens, Remedies remedies, AzureEnvironment environment) {
    this.chain = chain;
    this.tokens = tokens;
    this.remedies = remedies;
    this.environment = environment;
  }

  /** Who was logged in: an object ID, or what stands for one in a command. */
  String principal() {
    return principal.or(() -> environment.variable(AzureEnvironment.CLIENT_ID)).orElse("PRINCIPAL");
  }

  /** What was looked for, and where. */
  String story() {
    return chain.story();
  }

  synchronized Login get() {
    if (token != null && token.isGood()) {
      return login(token);
    }
    if (Instant.now().isBefore(failed.plus(FAILURE_LIFE))) {
      return again();
    }
    try {
      Optional<EntraToken> entra = chain.token();
      if (entra.isEmpty()) {
        failure = null;
        failed = Instant.now();
        return none();
      }
      principal = entra.get().principal();
      token = exchange(entra.get());
      return login(token);
    } catch (BerthException e) {
      failure = e;
      failed = Instant.now();
      throw e;
    }
  }

  private Login again() {
    if (failure != null) {
      throw failure;
    }
    return none();
  }

  private Login none() {
    return Login.none("there are no Azure credentials: tried " + story());
  }

  private static Login login(RefreshToken token) {
    return Login.with(Credentials.basic(USER, token.value()), "Microsoft Entra");
  }

  private RefreshToken exchange(EntraToken entra) {
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
