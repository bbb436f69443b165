package dev.berth;

import dev.berth.auth.SecretValues;
import dev.berth.config.SecretReferences;
import dev.berth.spi.SecretReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The secret values that a configuration refers to. */
final class SecretUse {
  private SecretUse() {}

  static Set<SecretReference> of(Map<String, Object> configuration) {
    Set<SecretReference> used = new LinkedHashSet<>(SecretReferences.of(configuration));
    if (configuration.get("authenticationSecret") instanceof String login && !login.isEmpty()) {
      used.add(new SecretReference(login, "username"));
      used.add(new SecretReference(login, "password"));
    }
    return used;
  }

  /** Fails when a secret value is missing. The values themselves are validated on use. */
  static void requireExisting(Map<String, Object> configuration, SecretValues secrets) {
    List<SecretReference> missing =
        of(configuration).stream()
            .filter(value -> !secrets.has(value.secret(), value.key()))
            .toList();
    if (!missing.isEmpty()) {
      throw secrets.missing(missing);
    }
  }
}
