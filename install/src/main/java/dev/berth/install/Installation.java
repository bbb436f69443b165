package dev.berth.install;

import java.nio.file.Path;
import java.util.List;

/**
 * What was installed.
 *
 * @param name the flavor's name; the artifact's for a jar with several flavors
 * @param flavors the names of the flavors in the jar; empty for the libraries of a flavor
 * @param folder the folder with the jars
 * @param replaced whether a former version of it was replaced
 * @param jars their Maven coordinates, {@code group:artifact:jar[:classifier]:version}
 */
public record Installation(
    String name, List<String> flavors, Path folder, boolean replaced, List<String> jars) {
  /** Copies the lists. */
  public Installation {
    flavors = List.copyOf(flavors);
    jars = List.copyOf(jars);
  }
}
