package dev.berth.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A registered registry: a flavor and a configuration under a name.
 *
 * @param name its name
 * @param flavor the name of its flavor
 * @param configuration the properties that were given, valid when they were stored: text, booleans,
 *     numbers, lists and maps
 */
public record RegisteredRegistry(String name, String flavor, Map<String, Object> configuration) {
  /** Copies the configuration, in its order. */
  public RegisteredRegistry {
    configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
  }

  /** The URI, {@code host[:port][/path]}. */
  public String uri() {
    return text("uri").orElse("");
  }

  /** The value of a text property that is set. */
  public Optional<String> text(String property) {
    return Optional.ofNullable(configuration.get(property))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  /** The same flavor and configuration under another name. */
  public RegisteredRegistry named(String newName) {
    return new RegisteredRegistry(newName, flavor, configuration);
  }
}
