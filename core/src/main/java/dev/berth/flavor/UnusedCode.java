package dev.berth.flavor;

import dev.berth.store.CustomFlavor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What of a source root's code is not used, and why. None of it is loaded. */
public final class UnusedCode {
  private final Path sourceRoot;

  public UnusedCode(Path sourceRoot) {
    this.sourceRoot = sourceRoot;
  }

  /**
   * A sentence for each other version of a flavor that is not used, for each jar beside it that
   * cannot be read, and for each library that hides another version of itself.
   *
   * @param jars the jars that are searched first
   */
  public List<String> warnings(String className, List<Path> jars) {
    ClassPlaces found = places(className, jars);
    List<String> warnings = new ArrayList<>(found.warnings());
    Path flavors = sourceRoot.resolve("flavors");
    found.places().stream()
        .limit(1)
        .filter(it -> it.startsWith(flavors))
        .map(Path::getParent)
        .forEach(
            folder -> {
              List<Path> beside = FlavorFolder.jars(folder);
              beside.forEach(
                  jar ->
                      ClassContainer.damage(jar)
                          .map(it -> "%s is not used: %s".formatted(jar, it))
                          .ifPresent(warnings::add));
              warnings.addAll(folder.equals(flavors) ? clashes(beside) : List.of());
            });
    return warnings;
  }

  /** The jars with the reasons for which they are not used. */
  public List<FlavorJar> marked(List<FlavorJar> jars, List<CustomFlavor> custom) {
    Map<Path, String> unused = unused(jars, custom);
    return jars.stream()
        .map(
            jar ->
                Optional.ofNullable(unused.get(jar.path()))
                    .filter(it -> jar.problem().isEmpty())
                    .map(reason -> jar.withProblem("not used: " + reason))
                    .orElse(jar))
        .toList();
  }

  /**
   * A sentence for each library that hides another version of itself, and for the build's classes
   * if they are not used.
   *
   * @param jars the jars in {@code flavors/}, marked
   */
  public List<String> warnings(List<FlavorJar> jars, List<CustomFlavor> custom) {
    Path flavors = sourceRoot.resolve("flavors");
    List<String> warnings =
        new ArrayList<>(
            clashes(
                jars.stream()
                    .filter(jar -> jar.problem().isEmpty())
                    .map(FlavorJar::path)
                    .filter(path -> flavors.equals(path.getParent()))
                    .toList()));
    unused(jars, custom)
        .forEach(
            (path, reason) -> {
              if (path.startsWith(sourceRoot.resolve("target"))) {
                warnings.add("%s is not used: %s".formatted(path, reason));
              }
            });
    return warnings;
  }

  private Map<Path, String> unused(List<FlavorJar> jars, List<CustomFlavor> custom) {
    Map<String, List<Path>> named = new LinkedHashMap<>();
    jars.forEach(jar -> jar.flavorClasses().forEach(it -> named.put(it, List.of())));
    custom.stream()
        .filter(flavor -> flavor.sourceRoot().equals(sourceRoot.toString()))
        .forEach(it -> named.put(it.flavorClass(), it.jars().stream().map(Path::of).toList()));
    Map<Path, String> unused = new LinkedHashMap<>();
    Set<Path> used = new LinkedHashSet<>();
    named.forEach(
        (className, first) -> {
          ClassPlaces found = places(className, first);
          Map<Path, String> rest = found.unused();
          found.places().stream().filter(it -> !rest.containsKey(it)).forEach(used::add);
          rest.forEach(unused::putIfAbsent);
        });
    // A jar with several flavors is used for one of them.
    unused.keySet().removeAll(used);
    return unused;
  }

  private ClassPlaces places(String className, List<Path> jars) {
    List<Path> searched =
        FlavorFolder.classPaths(sourceRoot, jars).stream().flatMap(Collection::stream).toList();
    return ClassPlaces.of(className, searched, jars);
  }

  /** What is hidden on the one class path of the jars that are side by side in {@code flavors/}. */
  private static List<String> clashes(List<Path> jars) {
    List<String> clashes = new ArrayList<>();
    List<CodeContent> contents = jars.stream().map(CodeContent::of).toList();
    for (int first = 0; first < jars.size(); first++) {
      for (int other = first + 1; other < jars.size(); other++) {
        Optional<String> clash = contents.get(first).clash(contents.get(other));
        if (clash.isPresent()) {
          clashes.add(
              "%s and %s have different versions of the class %s, and only that of the first is used; put each flavor with its jars in a folder of its own, flavors/NAME/"
                  .formatted(jars.get(first), jars.get(other), clash.get()));
        }
      }
    }
    return clashes;
  }
}
