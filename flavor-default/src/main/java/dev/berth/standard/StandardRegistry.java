package dev.berth.standard;

import dev.berth.spi.ApiAnswer;
import dev.berth.spi.BaseContainerRegistry;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.RegistryContext;

/** A registry of a service that lets only its users push. */
abstract class StandardRegistry extends BaseContainerRegistry {
  StandardRegistry(RegistryContext context) {
    super(context);
  }

  /** What gives a login, for whoever has none. */
  abstract String wayToLogIn();

  @Override
  public final Credentials credentials() {
    Credentials found = super.credentials();
    if (found.isAnonymous()) {
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "there is no login for %s: no authenticationSecret, none of the flavor's own (%s), none of Docker's"
              .formatted(
                  context().config(BaseContainerRegistryConfig.class).uri(), login().story()),
          wayToLogIn());
    }
    return found;
  }

  /** A failure of the service's web API, where it says nothing of the prerequisite. */
  static String unexpected(String what, ApiAnswer answer) {
    return answer.status() == 429
        ? what + ": the service throttles the requests"
        : "%s: the service answers %d".formatted(what, answer.status());
  }
}
