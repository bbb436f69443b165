package dev.berth.push.http;

import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Answers a registry's challenges, and remembers for each scope what was accepted. All threads
 * share one token, which is renewed when less than a quarter of its lifetime is left.
 */
final class Authenticator {
  private final Supplier<Credentials> credentials;
  private final BearerTokens tokens;
  private final Map<String, Accepted> accepted = new ConcurrentHashMap<>();
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  /** A challenge of a registry during a step. */
  private record Challenged(Origin registry, Challenge challenge, String step) {
    Challenged during(String newStep) {
      return new Challenged(registry, challenge, newStep);
    }
  }

  /** The answer to a challenge. A lifetime of zero means that it does not expire. */
  private record Accepted(String authorization, Challenged challenged, long since, Duration life) {
    boolean isValid() {
      return life.isZero() || age() < life.toNanos();
    }

    boolean isFresh() {
      return life.isZero() || age() < life.toNanos() / 4 * 3;
    }

    private long age() {
      return System.nanoTime() - since;
    }

    /** Holds a token or a password. */
    @Override
    public String toString() {
      return "***";
    }
  }

  /**
   * @param tokenService the only token service that may get the login, {@code host[:port]}
   */
  Authenticator(
      Supplier<Credentials> credentials, Transport transport, Optional<String> tokenService) {
    this.credentials = credentials;
    this.tokens = new BearerTokens(credentials, transport, tokenService);
  }

  /** The token service that the login was sent to last. */
  Optional<Origin> tokenService() {
    return tokens.used();
  }

  /** The answer to the last challenge for the scope, renewed if it is about to expire. */
  Optional<String> known(String scope, String step) {
    return Optional.ofNullable(accepted.get(scope))
        .map(last -> last.isFresh() ? last : renew(scope, last, step))
        .map(Accepted::authorization);
  }

  private Accepted renew(String scope, Accepted last, String step) {
    synchronized (lock(scope)) {
      Accepted now = accepted.get(scope);
      if (now != null && now.since() != last.since() && now.isFresh()) {
        return now;
      }
      try {
        return accept(scope, last.challenged().during(step));
      } catch (BerthException e) {
        if (e.code() == ErrorCode.TRANSIENT && last.isValid()) {
          return last;
        }
        throw e;
      }
    }
  }

  /**
   * The {@code Authorization} that answers the challenges of a response.
   *
   * @param response a response with the status 401
   * @param scope the wanted access, in the words of the token specification: {@code
   *     repository:NAME:pull}; several are joined by a blank
   * @param refused the header of the request that was challenged
   * @param step the current step, to begin a failure's message with
   * @throws BerthException when the challenges cannot be answered
   */
  String authorize(Response response, String scope, Optional<String> refused, String step) {
    Origin registry = Origin.of(response.uri());
    Challenge challenge =
        Challenge.choose(response.headers("WWW-Authenticate"))
            .orElseThrow(
                () ->
                    new BerthException(
                        ErrorCode.CREDENTIALS,
                        "%s: %s requires a login, but offers neither a bearer token nor Basic"
                            .formatted(step, registry)));
    synchronized (lock(scope)) {
      Accepted now = accepted.get(scope);
      if (now != null && !refused.equals(Optional.of(now.authorization()))) {
        // Another thread has logged in meanwhile.
        return now.authorization();
      }
      return accept(scope, new Challenged(registry, challenge, step)).authorization();
    }
  }

  private Object lock(String scope) {
    return locks.computeIfAbsent(scope, it -> new Object());
  }

  private Accepted accept(String scope, Challenged challenged) {
    Accepted result = answer(scope, challenged);
    accepted.put(scope, result);
    return result;
  }

  private Accepted answer(String scope, Challenged challenged) {
    Credentials now = credentials.get();
    String authorization;
    Duration life = Duration.ZERO;
    if (now.isRegistryToken()) {
      authorization = "Bearer " + now.password().orElse("");
    } else if (challenged.challenge().isBearer()) {
      BearerTokens.Token token =
          tokens.get(challenged.registry(), challenged.challenge(), scope, challenged.step());
      authorization = "Bearer " + token.value();
      life = token.life();
    } else {
      authorization = now.basicAuthorization().orElseThrow(() -> anonymous(challenged));
    }
    return new Accepted(authorization, challenged, System.nanoTime(), life);
  }

  private static BerthException anonymous(Challenged challenged) {
    return new BerthException(
        ErrorCode.CREDENTIALS,
        "%s: %s requires a login".formatted(challenged.step(), challenged.registry()),
        "no credentials for this registry: set its property authenticationSecret, or run"
            + " docker login "
            + challenged.registry().authority());
  }
}
