package dev.berth;

import java.util.Map;
import java.util.Optional;

/**
 * A registry that a login reaches.
 *
 * @param name a name that no registered registry has
 * @param flavor the name of its flavor
 * @param uri its URI
 * @param description what it is, on one line
 * @param configuration the properties to register it with: its URI and those of the login
 * @param registered the registered registry with this URI, if there is one
 */
public record DiscoveredRegistry(
    String name,
    String flavor,
    String uri,
    String description,
    Map<String, Object> configuration,
    Optional<String> registered) {
  /** Omits the configuration, which may contain secrets. */
  @Override
  public String toString() {
    return uri;
  }
}
