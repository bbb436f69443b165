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
 * @param version the version of its jar when it was registered; empty when the jar does not say
 * @param code the jars of its class path when it was registered; empty when it was loaded from
 *     folders of classes
 * @param locked whether it may only be loaded from exactly these jars
 */
public record CustomFlavor(
    String name,
    String flavorClass,
    String sourceRoot,
    List<String> jars,
    Map<String, String> properties,
    String version,
    List<RecordedJar> code,
    boolean locked) {
  /** Copies the lists and the map. */
  public CustomFlavor {
    jars = List.copyOf(jars);
    properties = new TreeMap<>(properties);
    code = List.copyOf(code);
  }

  /** The same, which may only be loaded from the recorded jars. */
  public CustomFlavor asLocked() {
    return new CustomFlavor(name, flavorClass, sourceRoot, jars, properties, version, code, true);
  }
}
