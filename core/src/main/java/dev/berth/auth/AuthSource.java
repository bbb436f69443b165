package dev.berth.auth;

import dev.berth.reference.RegistryUri;
import dev.berth.spi.Login;
import java.util.Optional;

/** A place where Docker or Podman keeps logins. Berth only reads it. */
interface AuthSource {
  /** The place, for messages. */
  String source();

  /** Why the place is ignored although it is there; empty when it is not. */
  default Optional<String> problem() {
    return Optional.empty();
  }

  /** The credentials for {@code host[:port][/path]}, or why there are none. */
  Login find(RegistryUri name);
}
