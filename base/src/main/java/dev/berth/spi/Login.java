package dev.berth.spi;

import java.util.Optional;

/**
 * What a flavor's own way to log in came to.
 *
 * @param credentials what it yielded; empty where it does not apply here
 * @param story a few words on where they come from, or on why there are none, without a secret:
 *     {@code "GITHUB_TOKEN"}, {@code "there is no GITHUB_TOKEN"}
 */
public record Login(Optional<Credentials> credentials, String story) {
  /** Credentials, and where they come from. */
  public static Login with(Credentials credentials, String source) {
    return new Login(Optional.of(credentials), source);
  }

  /** None, so that the next way is tried. */
  public static Login none(String reason) {
    return new Login(Optional.empty(), reason);
  }
}
