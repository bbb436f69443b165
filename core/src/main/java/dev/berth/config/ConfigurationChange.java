package dev.berth.config;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.text.Suggestions;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A change of the properties of a registered registry. */
public interface ConfigurationChange {
  /**
   * Returns the changed properties.
   *
   * @param names the names of the flavor's properties
   * @throws BerthException {@link ErrorCode#INVALID} when the change does not apply
   */
  Map<String, Object> apply(Map<String, Object> properties, PropertyNames names);

  /** Sets properties, by their names in any spelling; the others are unchanged. */
  static ConfigurationChange set(Map<String, ?> changes) {
    return (properties, names) -> {
      var result = new LinkedHashMap<>(properties);
      var given = new HashSet<String>();
      changes.forEach(
          (property, value) -> {
            String proper = names.find(property).orElse(property);
            if (!given.add(proper)) {
              throw new BerthException(
                  ErrorCode.INVALID, "property '" + proper + "' is given twice");
            }
            result.keySet().removeIf(it -> names.find(it).equals(Optional.of(proper)));
            result.put(proper, value);
          });
      return result;
    };
  }

  /** Removes properties, which must be set. */
  static ConfigurationChange remove(String registry, Collection<String> attributes) {
    return (properties, names) -> {
      var result = new LinkedHashMap<>(properties);
      for (String attribute : attributes) {
        String proper = names.find(attribute).orElse(attribute);
        boolean isSet = result.keySet().removeIf(it -> names.find(it).orElse(it).equals(proper));
        if (!isSet) {
          throw new BerthException(
              ErrorCode.INVALID,
              "property '%s' of registry '%s' is not set".formatted(attribute, registry),
              Suggestions.hints(attribute, "properties set", result.keySet()));
        }
      }
      return result;
    };
  }
}
