package dev.berth.config;

import dev.berth.spi.BaseContainerRegistryConfig;
import java.util.Map;

/**
 * A valid configuration.
 *
 * @param config the object, of the flavor's configuration class
 * @param given the properties that were given, under their proper names and with their proper
 *     types: what is stored, so that a default may change with the flavor
 * @param effective all properties that have a value, defaults included
 * @see "docs/decisions/0003-store-what-was-given.md"
 */
public record BoundConfig(
    BaseContainerRegistryConfig config, Map<String, Object> given, Map<String, Object> effective) {
  /** Without the values, which may be secrets. */
  @Override
  public String toString() {
    return config.getClass().getSimpleName();
  }
}
