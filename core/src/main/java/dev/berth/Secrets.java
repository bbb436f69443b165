package dev.berth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.auth.SecretStore;
import dev.berth.auth.SecretValues;
import dev.berth.config.SecretReferences;
import dev.berth.reference.Name;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.SecretReference;
import dev.berth.store.RegisteredRegistry;
import dev.berth.store.Store;
import dev.berth.text.Suggestions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The secrets of this user. Names and keys can be read, values can only be set.
 *
 * <p>All methods throw {@link BerthException} and then change nothing: {@link ErrorCode#INVALID}
 * for an invalid or missing name, {@link ErrorCode#CREDENTIALS} when other users can access the
 * secrets or the encryption key is missing, {@link ErrorCode#STORE} when the file cannot be used.
 */
public final class Secrets {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
  private static final int MAX_VALUE = 64 * 1024;

  private final SecretStore secrets;
  private final Store registries;

  /** Opens the secrets of this process's user, as the command does. Nothing is read yet. */
  public static Secrets open() {
    return new Secrets(BerthHome.find(System.getenv()), System.getenv());
  }

  /** Opens the secrets. Nothing is read yet. */
  public Secrets(BerthHome home, Map<String, String> environment) {
    this.secrets = new SecretStore(home.userFolder(), environment);
    this.registries = new Store(home.store());
  }

  /** Sets values of a secret, and creates it if necessary; its other values are unchanged. */
  public SecretInfo set(String name, Map<String, String> values) {
    requireName(name);
    values.keySet().forEach(Secrets::requireKey);
    values.forEach(Secrets::requireValue);
    requireOwnVariables(name, values.keySet());
    secrets.set(name, values);
    return describe(name);
  }

  /** Throws unless the name is valid. */
  public void requireName(String name) {
    if (!Name.isValid(name)) {
      throw new BerthException(
          ErrorCode.INVALID,
          "'%s' is not a valid name for a secret".formatted(name),
          "names " + Name.FORM);
    }
  }

  private static void requireKey(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "'%s' is not a valid name for a key of a secret".formatted(key),
          "names are at most 63 letters, digits, '_' and '-', and begin with a letter or a digit");
    }
  }

  /** Two values must not have the same environment variable. */
  private void requireOwnVariables(String name, Set<String> keys) {
    Map<String, SecretReference> variables = new HashMap<>();
    Map<String, Set<String>> all = new TreeMap<>(secrets.list());
    Set<String> together = new TreeSet<>(all.getOrDefault(name, Set.of()));
    together.addAll(keys);
    all.put(name, together);
    for (Map.Entry<String, Set<String>> secret : all.entrySet()) {
      for (String key : secret.getValue()) {
        String variable = SecretValues.variable(secret.getKey(), key);
        var value = new SecretReference(secret.getKey(), key);
        SecretReference other = variables.putIfAbsent(variable, value);
        if (other != null) {
          throw new BerthException(
              ErrorCode.INVALID,
              "%s and %s would share the variable %s".formatted(value, other, variable),
              "rename one of them");
        }
      }
    }
  }

  private static void requireValue(String key, String value) {
    requireValue(!value.isEmpty(), key, "is empty");
    requireValue(value.indexOf('\0') < 0, key, "is not text");
    requireValue(value.getBytes(UTF_8).length <= MAX_VALUE, key, "is longer than 64 KiB");
  }

  private static void requireValue(boolean valid, String key, String problem) {
    if (!valid) {
      throw new BerthException(ErrorCode.INVALID, "the value of '%s' %s".formatted(key, problem));
    }
  }

  /** All stored secrets, by their names. */
  public List<SecretInfo> list() {
    List<RegisteredRegistry> users = registries.read().registries();
    return secrets.list().entrySet().stream()
        .map(secret -> info(secret.getKey(), secret.getValue(), users))
        .toList();
  }

  /** Describes a stored secret. */
  public SecretInfo describe(String name) {
    return list().stream()
        .filter(secret -> secret.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BerthException(
                    ErrorCode.INVALID,
                    "there is no secret '" + name + "'",
                    Suggestions.hints(name, "secrets", secrets.list().keySet())));
  }

  /** Deletes a secret that no registered registry uses. */
  public void delete(String name) {
    SecretInfo secret = describe(name);
    if (!secret.usedBy().isEmpty()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "secret '%s' is in use by %s".formatted(name, String.join(", ", secret.usedBy())),
          "remove it from these registries first, or delete them");
    }
    secrets.delete(name);
  }

  private static SecretInfo info(String name, Set<String> keys, List<RegisteredRegistry> users) {
    return new SecretInfo(
        name,
        keys.stream().sorted().toList(),
        users.stream()
            .filter(
                registry ->
                    SecretReferences.used(registry.configuration()).stream()
                        .anyMatch(value -> value.secret().equals(name)))
            .map(RegisteredRegistry::name)
            .toList());
  }
}
