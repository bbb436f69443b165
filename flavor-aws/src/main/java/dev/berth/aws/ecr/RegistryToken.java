package dev.berth.aws.ecr;

import dev.berth.spi.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * What ECR gives to log in with: a user name and a password that hold for some hours (Amazon ECR
 * API Reference, "AuthorizationData").
 */
final class RegistryToken {
  private final Credentials credentials;
  private final Instant expiry;
  private final long fetched = System.nanoTime();
  private final Duration life;

  RegistryToken(String authorizationToken, Instant expiry) {
    String pair =
        new String(Base64.getDecoder().decode(authorizationToken), StandardCharsets.UTF_8);
    int colon = pair.indexOf(':');
    this.credentials = Credentials.basic(pair.substring(0, colon), pair.substring(colon + 1));
    this.expiry = expiry;
    this.life = Duration.between(Instant.now(), expiry);
  }

  Credentials credentials() {
    return credentials;
  }

  Instant expiry() {
    return expiry;
  }

  /** Whether a fifth of its life is left; by a clock that nobody sets. */
  boolean isFresh() {
    return System.nanoTime() - fetched < life.toNanos() / 5 * 4;
  }

  @Override
  public String toString() {
    return "***";
  }
}
