package dev.berth.store;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A flavor that a user registered, as it is stored.
 *
 * @param name its name
 * @param flavorClass the fully qualified name of its class
 * @param sourceRoot the absolute path of the source root from which it is loaded
 * @param jars absolute paths of additional jars, which are searched first
 * @param properties the types of its properties by their names, when it was registered; empty in a
 *     store of an earlier version
 */
public record CustomFlavor(
    String name,
    String flavorClass,
    String sourceRoot,
    List<String> jars,
    Map<String, String> properties) {
  /** Copies the list and the map. */
  public CustomFlavor {
    jars = List.copyOf(jars);
    properties = new TreeMap<>(properties);
  }
}
