package dev.berth.config;

import dev.berth.spi.BaseContainerRegistryConfig;
import java.util.Map;

/**
 * A valid configuration.
 *
 * @param config the object, of the flavor's configuration class
 * @param given the properties that were given, with normalized names and types, which are stored
 * @param effective all properties with a value, including defaults
 * @see "docs/decisions/0003-store-what-was-given.md"
 */
public record BoundConfig(
    BaseContainerRegistryConfig config, Map<String, Object> given, Map<String, Object> effective) {
  /** Omits the values, which may be secrets. */
  @Override
  public String toString() {
    return config.getClass().getSimpleName();
  }
}
