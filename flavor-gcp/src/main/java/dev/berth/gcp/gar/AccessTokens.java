package dev.berth.gcp.gar;

import com.google.auth.oauth2.AccessToken;
import dev.berth.spi.BerthException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** The access tokens of one login: each is kept while it is good, and renewed before it ends. */
final class AccessTokens {
  // Long enough for the step of a push that it is fetched for.
  private static final Duration LEAST_LIFE = Duration.ofMinutes(10);
  private static final Duration LIMIT = Duration.ofSeconds(8);

  private final LoginSource source;
  private @Nullable AccessToken token;
  private @Nullable FutureTask<AccessToken> fetch;

  AccessTokens(LoginSource source) {
    this.source = source;
  }

  LoginSource source() {
    return source;
  }

  /**
   * A token that is good now. One that the metadata server gives may have little life left: it
   * renews its own only when they are about to end.
   *
   * @throws BerthException {@code CREDENTIALS} when it is refused, {@code TRANSIENT} when none
   *     comes
   */
  String current() {
    FutureTask<AccessToken> running;
    synchronized (this) {
      AccessToken kept = token;
      if (kept != null && isGood(kept)) {
        return kept.getTokenValue();
      }
      running = fetch;
      if (running == null || running.isDone()) {
        running = TimeLimit.begin(source.credentials()::refreshAccessToken);
        fetch = running;
      }
    }
    return keep(await(running)).getTokenValue();
  }

  private AccessToken await(FutureTask<AccessToken> running) {
    try {
      return TimeLimit.await(running, LIMIT);
    } catch (IOException e) {
      throw LoginFailure.of(e, source);
    }
  }

  private synchronized AccessToken keep(AccessToken fetched) {
    token = fetched;
    return fetched;
  }

  private static boolean isGood(AccessToken token) {
    return token.getExpirationTime() == null
        || Instant.now().plus(LEAST_LIFE).isBefore(token.getExpirationTime().toInstant());
  }
}
