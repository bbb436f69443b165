package dev.berth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.auth.SecretStore;
import dev.berth.auth.SecretValues;
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
 * The secrets of this user: names and keys can be asked for, values only be set.
 *
 * <p>All methods throw {@link BerthException}: {@link ErrorCode#INVALID} for a name that is none or
 * does not exist, {@link ErrorCode#CREDENTIALS} where the file of secrets is open to others or its
 * key is gone, {@link ErrorCode#STORE} where it cannot be read or written; when one throws, nothing
 * has changed.
 */
public final class Secrets {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
  private static final int MAX_VALUE = 64 * 1024;

  private final SecretStore secrets;
  private final Store registries;

  /**
   * Reads nothing yet.
   *
   * @param home the folders
   * @param environment the environment variables
   */
  public Secrets(BerthHome home, Map<String, String> environment) {
    this.secrets = new SecretStore(home.userFolder(), environment);
    this.registries = new Store(home.store());
  }

  /** Sets values of a secret, which is made where there is none; its other values stay. */
  public SecretInfo set(String name, Map<String, String> values) {
    requireName(name);
    values.keySet().forEach(Secrets::requireKey);
    values.forEach(Secrets::requireValue);
    requireOwnVariables(name, values.keySet());
    secrets.set(name, values);
    return describe(name);
  }

  /** Throws unless it is a name for a secret. */
  public void requireName(String name) {
    if (!Name.isValid(name)) {
      throw new BerthException(
          ErrorCode.INVALID, "'%s' is no name for a secret".formatted(name), "names " + Name.FORM);
    }
  }

  private static void requireKey(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "'%s' is no name for a secret's key".formatted(key),
          "names are letters, digits, '_' and '-', begin with a letter or a digit, and have at most"
              + " 63 characters");
    }
  }

  /** Two values with one variable could be taken for each other. */
  private void requireOwnVariables(String name, Set<String> keys) {
    Map<String, SecretReference> variables = new HashMap<>();
    Map<String, Set<String>> all = new TreeMap<>(secrets.list());
    Set<String> together = new TreeSet<>(all.getOrDefault(name, Set.of()));
    together.addAll(keys);
    all.put(name, together);
    all.forEach(
        (secret, each) ->
            each.forEach(
                key -> {
                  var value = new SecretReference(secret, key);
                  String variable = SecretValues.variable(secret, key);
                  SecretReference other = variables.putIfAbsent(variable, value);
                  if (other != null) {
                    throw new BerthException(
                        ErrorCode.INVALID,
                        "%s and %s would share the environment variable %s"
                            .formatted(value, other, variable),
                        "give one of them another name");
                  }
                }));
  }

  private static void requireValue(String key, String value) {
    if (value.isEmpty()) {
      throw new BerthException(ErrorCode.INVALID, "the value of '" + key + "' is empty");
    }
    if (value.indexOf('\0') >= 0) {
      throw new BerthException(ErrorCode.INVALID, "the value of '" + key + "' is no text");
    }
    if (value.getBytes(UTF_8).length > MAX_VALUE) {
      throw new BerthException(
          ErrorCode.INVALID, "the value of '" + key + "' is longer than 64 KiB");
    }
  }

  /** All that are stored, by their names. */
  public List<SecretInfo> list() {
    List<RegisteredRegistry> users = registries.read().registries();
    return secrets.list().entrySet().stream()
        .map(secret -> info(secret.getKey(), secret.getValue(), users))
        .toList();
  }

  /** What can be said of a stored secret. */
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
          "take it out of these registries first, or delete them");
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
                    SecretUse.of(registry.configuration()).stream()
                        .anyMatch(value -> value.secret().equals(name)))
            .map(RegisteredRegistry::name)
            .toList());
  }
}
