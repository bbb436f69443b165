package dev.berth.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * The result of a flavor's login.
 *
 * <p>The host keeps credentials and asks again when they are about to end: ten minutes before
 * {@code expiry}, or after half of the time that was left when they were resolved if that is later.
 * Without an expiry it asks again after five minutes.
 *
 * @param credentials the credentials; empty when the flavor's login does not apply here
 * @param source where the credentials come from, or why there are none, in a few words without a
 *     secret: {@code "GITHUB_TOKEN"}, {@code "GITHUB_TOKEN is not set"}
 * @param expiry when the credentials end; empty when that is not known
 * @param remedy how to log in, when a push cannot succeed without credentials: one command to paste
 *     into a terminal, or a few words
 * @since 0.1
 */
public record Login(
    Optional<Credentials> credentials,
    String source,
    Optional<Instant> expiry,
    Optional<String> remedy) {
  /**
   * The flavor's login has credentials.
   *
   * @param credentials the credentials
   * @param source where they come from
   * @return a login without an expiry
   */
  public static Login found(Credentials credentials, String source) {
    return new Login(Optional.of(credentials), source, Optional.empty(), Optional.empty());
  }

  /**
   * The flavor's login does not apply here. The host tries its other sources, and uses no
   * credentials when none has any.
   *
   * @param reason why there are no credentials
   * @return a login without credentials
   */
  public static Login none(String reason) {
    return new Login(Optional.empty(), reason, Optional.empty(), Optional.empty());
  }

  /**
   * The flavor's login has no credentials, and a push cannot succeed without any. The host tries
   * its other sources, and fails with {@link ErrorCode#CREDENTIALS} when none has any.
   *
   * @param reason why there are no credentials
   * @param remedy how to log in
   * @return a login without credentials
   */
  public static Login missing(String reason, String remedy) {
    return new Login(Optional.empty(), reason, Optional.empty(), Optional.of(remedy));
  }

  /**
   * Adds when the credentials end.
   *
   * @param newExpiry a point in time
   * @return the same login with this expiry
   */
  public Login until(Instant newExpiry) {
    return new Login(credentials, source, Optional.of(newExpiry), remedy);
  }
}
