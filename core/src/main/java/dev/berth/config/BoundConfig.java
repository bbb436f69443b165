package dev.berth.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.spi.BaseContainerRegistryConfig;

/**
 * A valid configuration.
 *
 * @param config the object, of the flavor's configuration class
 * @param given the properties that were given, under their proper names and with their proper
 *     types: what is stored, so that a default may change with the flavor
 * @param effective all properties that have a value, defaults included
 */
public record BoundConfig(
    BaseContainerRegistryConfig config, ObjectNode given, ObjectNode effective) {
  /** Nothing of the values, which may be secrets' by now. */
  @Override
  public String toString() {
    return config.getClass().getSimpleName();
  }
}
