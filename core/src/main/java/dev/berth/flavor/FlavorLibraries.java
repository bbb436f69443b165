package dev.berth.flavor;

import java.util.List;

/**
 * The libraries that the implementation of a flavor needs.
 *
 * @param present whether those that the flavor lists are on its class path
 * @param listed the exact jars, as the flavor's jar lists them; empty without a list
 * @param dependencies Maven coordinates, {@code group:artifact} with an optional version
 */
public record FlavorLibraries(boolean present, List<Library> listed, List<String> dependencies) {
  /** Copies the lists. */
  public FlavorLibraries {
    listed = List.copyOf(listed);
    dependencies = List.copyOf(dependencies);
  }

  /** Whether the jars, or all dependencies with their versions, are known. */
  boolean canBeInstalled() {
    return !listed.isEmpty()
        || (!dependencies.isEmpty()
            && dependencies.stream().allMatch(each -> each.matches("[^:]+:[^:]+:[^:]+")));
  }
}
