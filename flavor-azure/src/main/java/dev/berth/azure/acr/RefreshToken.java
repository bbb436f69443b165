package dev.berth.azure.acr;

import java.time.Duration;
import java.time.Instant;

/**
 * A registry's refresh token.
 *
 * @param value the token
 * @param end when it ends
 */
record RefreshToken(String value, Instant end) {
  // They last for three hours; one that does not say so is fetched again soon.
  private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(10);
  // A push may go on with it for a while.
  private static final Duration MARGIN = Duration.ofMinutes(5);

  static RefreshToken of(String value) {
    Instant end =
        JsonWebToken.of(value)
            .number("exp")
            .map(Instant::ofEpochSecond)
            .orElseGet(() -> Instant.now().plus(UNKNOWN_LIFE));
    return new RefreshToken(value, end);
  }

  boolean isGood() {
    return Instant.now().plus(MARGIN).isBefore(end);
  }

  @Override
  public String toString() {
    return "***, good until " + end;
  }
}
