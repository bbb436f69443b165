package dev.berth.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
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
  // The properties that the host reads without the flavor's configuration class.
  private static final Map<String, String> OF_HOST =
      Map.of(
          "uri", "uri",
          "defaultrepository", "defaultRepository",
          "authenticationsecret", "authenticationSecret");

  /** Copies the configuration, in its order; a file may have a property in another spelling. */
  public RegisteredRegistry {
    Map<String, Object> copy = new LinkedHashMap<>();
    configuration.forEach((property, value) -> copy.putIfAbsent(normalized(property), value));
    configuration =
        copy.size() == configuration.size()
            ? Collections.unmodifiableMap(copy)
            : Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
  }

  private static String normalized(String property) {
    String plain = property.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    return OF_HOST.getOrDefault(plain, property);
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

  /** The same registry of a flavor with another name. */
  RegisteredRegistry of(String otherFlavor) {
    return new RegisteredRegistry(name, otherFlavor, configuration);
  }

  /** The same flavor and configuration under another name. */
  public RegisteredRegistry named(String newName) {
    return new RegisteredRegistry(newName, flavor, configuration);
  }
}
