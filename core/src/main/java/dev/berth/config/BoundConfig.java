package dev.berth.config;

import dev.berth.spi.BaseContainerRegistryConfig;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A valid configuration.
 *
 * @param config the object, of the flavor's configuration class
 * @param given the properties that were given, with normalized names and types, which are stored
 * @param effectiveValues gives all properties with a value, including defaults
 * @param renamed a sentence for each property that was given by a former name
 * @see "docs/decisions/0003-store-what-was-given.md"
 */
public record BoundConfig(
    BaseContainerRegistryConfig config,
    Map<String, Object> given,
    Supplier<Map<String, Object>> effectiveValues,
    List<String> renamed) {
  /** All properties with a value, including defaults. */
  public Map<String, Object> effective() {
    return effectiveValues.get();
  }

  /** Omits the values, which may be secrets. */
  @Override
  public String toString() {
    return config.getClass().getSimpleName();
  }
}
