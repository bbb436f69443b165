package dev.berth.auth;

import dev.berth.reference.KnownSecrets;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.SecretReference;
import dev.berth.text.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values of secrets, from environment variables (for CI), else from the store. */
public final class SecretValues {
  private final Map<String, String> environment;
  private final SecretStore store;

  public SecretValues(Map<String, String> environment, SecretStore store) {
    this.environment = Map.copyOf(environment);
    this.store = store;
  }

  /**
   * Returns a value of a secret.
   *
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when the value is missing or cannot be
   *     read
   */
  public String get(String secret, String key) {
    Optional<String> found = ofEnvironment(secret, key).or(() -> store.find(secret, key));
    // A user name is no secret, and is a part of many messages.
    found.filter(value -> !key.equals("username")).ifPresent(KnownSecrets::add);
    return found.orElseThrow(
        () ->
            new BerthException(
                ErrorCode.CREDENTIALS,
                "the secret '" + secret + "' has no key '" + key + "'",
                "berth secret set " + secret + option(key),
                "or set the environment variable " + variable(secret, key)));
  }

  /**
   * Fails when one of the values is missing. The values themselves are validated on use.
   *
   * @throws BerthException with {@link ErrorCode#CREDENTIALS} for the missing ones
   */
  public void requireExisting(Collection<SecretReference> values) {
    List<SecretReference> missing =
        values.stream().filter(value -> !has(value.secret(), value.key())).toList();
    if (!missing.isEmpty()) {
      throw missing(missing);
    }
  }

  /** The failure for missing values. */
  private BerthException missing(List<SecretReference> values) {
    Map<String, Set<String>> stored = store.list();
    List<String> hints = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (SecretReference value : values) {
      reasons.add("the secret '%s' has no key '%s'".formatted(value.secret(), value.key()));
      if (!stored.containsKey(value.secret())) {
        Suggestions.didYouMean(value.secret(), stored.keySet()).ifPresent(hints::add);
      }
      hints.add("berth secret set " + value.secret() + option(value.key()));
      hints.add("or set the environment variable " + variable(value.secret(), value.key()));
    }
    return new BerthException(
        ErrorCode.CREDENTIALS,
        "the configuration refers to secret values that do not exist: "
            + String.join("; ", reasons),
        hints.stream().distinct().toArray(String[]::new));
  }

  /** The value that a configuration refers to, as {@link #get(String, String)} does. */
  public String get(SecretReference reference) {
    return get(reference.secret(), reference.key());
  }

  private static String option(String key) {
    return switch (key) {
      case "username" -> " --username USER";
      case "password" -> "";
      default -> " --from-file " + key + "=FILE";
    };
  }

  /** Whether the value exists, without reading it. */
  public boolean has(String secret, String key) {
    return ofEnvironment(secret, key).isPresent() || store.keys(secret).contains(key);
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
