package dev.berth.contract;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A flavor to verify.
 *
 * @param flavorClass the fully qualified name of its class
 * @param jar the jar with that class
 * @param libraries the jars of its other dependencies
 * @param properties the properties to register a registry with; without {@code uri}, that of an
 *     empty registry on this machine
 * @param repository the repository that is checked and pushed to, below the URI
 */
public record Subject(
    String flavorClass,
    Path jar,
    List<Path> libraries,
    Map<String, String> properties,
    String repository) {
  /** The repository when none is given. */
  public static final String REPOSITORY = "contract/app";

  /** Copies the list and the map. */
  public Subject {
    libraries = List.copyOf(libraries);
    properties = new LinkedHashMap<>(properties);
  }
}
