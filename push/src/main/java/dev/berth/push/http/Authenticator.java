package dev.berth.push.http;

import dev.berth.reference.Origin;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Meets a registry's challenges, and remembers for each scope what was accepted. A token is fetched
 * once for all threads, and anew when less than a quarter of its life is left.
 */
final class Authenticator {
  private final Supplier<Credentials> credentials;
  private final BearerTokens tokens;
  private final Map<String, Accepted> accepted = new ConcurrentHashMap<>();
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  /** What a challenge was met with; for a token, until when it is fresh. */
  private record Accepted(
      String authorization, Origin registry, Challenge challenge, long since, Duration life) {
    boolean isGood() {
      return life.isZero() || System.nanoTime() - since < life.toNanos();
    }

    /** Holds a token or a password. */
    @Override
    public String toString() {
      return "***";
    }

    boolean isFresh() {
      long age = System.nanoTime() - since;
      return life.isZero() || age < life.toNanos() / 4 * 3;
    }
  }

  Authenticator(Supplier<Credentials> credentials, Transport transport) {
    this.credentials = credentials;
    this.tokens = new BearerTokens(credentials, transport);
  }

  /** What the last challenge for the scope was met with, renewed where it is about to end. */
  Optional<String> known(String scope, String step) {
    Accepted last = accepted.get(scope);
    if (last == null) {
      return Optional.empty();
    }
    return Optional.of(
        last.isFresh() ? last.authorization() : renew(scope, last, step).authorization());
  }

  private Accepted renew(String scope, Accepted last, String step) {
    synchronized (locks.computeIfAbsent(scope, it -> new Object())) {
      Accepted now = accepted.get(scope);
      if (now != null && now.since() != last.since() && now.isFresh()) {
        return now;
      }
      try {
        return accept(scope, last.registry(), last.challenge(), step);
      } catch (BerthException e) {
        if (e.code() == ErrorCode.TRANSIENT && last.isGood()) {
          return last;
        }
        throw e;
      }
    }
  }

  /**
   * The {@code Authorization} that meets the challenges.
   *
   * @param scope what is to be done, in the words of the token specification: {@code
   *     repository:NAME:pull}; several are joined by a blank
   * @param refused what the request had that was challenged
   * @throws BerthException when there is none
   */
  String authorize(
      Origin registry,
      List<String> challenges,
      String scope,
      Optional<String> refused,
      String step) {
    Challenge challenge =
        Challenge.choose(challenges)
            .orElseThrow(
                () ->
                    new BerthException(
                        ErrorCode.CREDENTIALS,
                        "%s: %s wants a login, but neither a bearer token nor Basic"
                            .formatted(step, registry)));
    synchronized (locks.computeIfAbsent(scope, it -> new Object())) {
      Accepted now = accepted.get(scope);
      if (now != null && !refused.equals(Optional.of(now.authorization()))) {
        // Another thread was faster.
        return now.authorization();
      }
      return accept(scope, registry, challenge, step).authorization();
    }
  }

  private Accepted accept(String scope, Origin registry, Challenge challenge, String step) {
    Credentials now = credentials.get();
    Accepted result;
    if (now.isRegistryToken()) {
      result = unending("Bearer " + now.password().orElse(""), registry, challenge);
    } else if (challenge.isBearer()) {
      result = bearer(tokens.get(registry, challenge, scope, step), registry, challenge);
    } else {
      result = unending(basic(now, registry, step), registry, challenge);
    }
    accepted.put(scope, result);
    return result;
  }

  private static Accepted unending(String authorization, Origin registry, Challenge challenge) {
    return new Accepted(authorization, registry, challenge, System.nanoTime(), Duration.ZERO);
  }

  private static Accepted bearer(BearerTokens.Token token, Origin registry, Challenge challenge) {
    return new Accepted(
        "Bearer " + token.value(), registry, challenge, System.nanoTime(), token.life());
  }

  private static String basic(Credentials credentials, Origin registry, String step) {
    return basic(credentials)
        .orElseThrow(
            () ->
                new BerthException(
                    ErrorCode.CREDENTIALS,
                    "%s: %s wants a login".formatted(step, registry),
                    "there are no credentials for this registry: give it an authenticationSecret, or"
                        + " docker login "
                        + registry.authority()));
  }

  /** The credentials as RFC 7617 sends them; empty when anonymous. */
  static Optional<String> basic(Credentials credentials) {
    return credentials
        .password()
        .map(password -> credentials.username().orElse("") + ":" + password)
        .map(pair -> pair.getBytes(StandardCharsets.UTF_8))
        .map(bytes -> "Basic " + Base64.getEncoder().encodeToString(bytes));
  }
}
