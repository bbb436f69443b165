package dev.berth.auth;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The values of secrets: those of the environment, for CI, and then those that are stored. */
public final class SecretValues {
  private final Map<String, String> environment;
  private final SecretStore store;

  /** Reads nothing yet. */
  public SecretValues(Map<String, String> environment, SecretStore store) {
    this.environment = Map.copyOf(environment);
    this.store = store;
  }

  /**
   * One value of a secret.
   *
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when it is not there or cannot be read
   */
  public String get(String secret, String key) {
    return ofEnvironment(secret, key)
        .or(() -> store.find(secret, key))
        .orElseThrow(
            () ->
                new BerthException(
                    ErrorCode.CREDENTIALS,
                    "the secret '" + secret + "' has no key '" + key + "'",
                    "berth secret set " + secret + option(key),
                    "or set the environment variable " + variable(secret, key)));
  }

  private static String option(String key) {
    return switch (key) {
      case "username" -> " --username USER";
      case "password" -> "";
      default -> " --from-file " + key + "=FILE";
    };
  }

  /** Whether there is such a value; reads none. */
  public boolean has(String secret, String key) {
    return ofEnvironment(secret, key).isPresent() || store.keys(secret).contains(key);
  }

  /** The stored keys of a secret, and of those that are asked for also those of the environment. */
  public Set<String> keys(String secret, Set<String> asked) {
    Set<String> keys = new TreeSet<>(store.keys(secret));
    asked.stream().filter(key -> ofEnvironment(secret, key).isPresent()).forEach(keys::add);
    return keys;
  }

  private Optional<String> ofEnvironment(String secret, String key) {
    return Optional.ofNullable(environment.get(variable(secret, key)))
        .filter(value -> !value.isEmpty());
  }

  /** The environment variable that holds a value. */
  public static String variable(String secret, String key) {
    return "BERTH_SECRET_"
        + (secret + "_" + key).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
