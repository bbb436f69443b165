package dev.berth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.config.SecretReferences;
import dev.berth.spi.SecretReference;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which values of secrets a configuration uses. */
final class SecretUse {
  private SecretUse() {}

  static Set<SecretReference> of(ObjectNode configuration) {
    Set<SecretReference> used = new LinkedHashSet<>(SecretReferences.of(configuration));
    String login = configuration.path("authenticationSecret").asText("");
    if (!login.isEmpty() && !login.contains("{{")) {
      used.add(new SecretReference(login, "username"));
      used.add(new SecretReference(login, "password"));
    }
    return used;
  }
}
