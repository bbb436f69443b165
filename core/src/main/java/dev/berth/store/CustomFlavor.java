package dev.berth.store;

import java.util.List;

/**
 * A flavor that a user registered, as it is stored.
 *
 * @param name its name
 * @param flavorClass the fully qualified name of its class
 * @param sourceRoot the absolute path of the source root from which it is loaded
 * @param jars absolute paths of additional jars, which are searched first
 */
public record CustomFlavor(String name, String flavorClass, String sourceRoot, List<String> jars) {
  /** Copies the list. */
  public CustomFlavor {
    jars = List.copyOf(jars);
  }
}
