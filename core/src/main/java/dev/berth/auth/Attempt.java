package dev.berth.auth;

import dev.berth.spi.Credentials;
import java.util.Optional;

/**
 * One way to credentials that was tried.
 *
 * @param source what was asked
 * @param credentials what it gave
 * @param why why it gave none; empty where it gave some
 */
record Attempt(String source, Optional<Credentials> credentials, String why) {
  static Attempt found(String source, Credentials credentials) {
    return new Attempt(source, Optional.of(credentials), "");
  }

  static Attempt none(String source, String why) {
    return new Attempt(source, Optional.empty(), why);
  }

  /** A line for people. */
  String told() {
    return credentials.isPresent() ? "used: " + source : "not used: " + source + " " + why;
  }

  /** Without the credentials' own, which prints nothing of them either. */
  @Override
  public String toString() {
    return told();
  }
}
