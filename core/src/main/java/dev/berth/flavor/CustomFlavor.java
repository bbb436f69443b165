package dev.berth.flavor;

import java.util.List;

/**
 * A flavor that a user registered: what is stored of it.
 *
 * @param name its name
 * @param flavorClass the fully qualified name of its class
 * @param sourceRoot the absolute path of the source root from which it is loaded
 * @param jars absolute paths of further jars in which it is looked for first
 */
public record CustomFlavor(String name, String flavorClass, String sourceRoot, List<String> jars) {
  /** Copies the list. */
  public CustomFlavor {
    jars = List.copyOf(jars);
  }
}
