package dev.berth.maven;

import dev.berth.flavor.SharedPackages;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.Artifact;

/** The rules on what is packed with a flavor. */
final class DependencyRules {
  private static final String BERTH = "dev.berth";

  private DependencyRules() {}

  /** The problems of libraries that are packed. */
  static List<String> problems(List<Artifact> libraries) {
    List<Artifact> ofBerth = libraries.stream().filter(DependencyRules::isOfBerth).toList();
    List<String> problems = new ArrayList<>();
    ofBerth.forEach(library -> problems.add(partOfBerth(library)));
    for (Artifact library : libraries) {
      if (!isOfBerth(library) && !comesWith(ofBerth, library)) {
        Set<String> shared = new LinkedHashSet<>();
        JarEntries.classNames(library.getFile().toPath())
            .forEach(name -> SharedPackages.of(name).ifPresent(shared::add));
        shared.forEach(name -> problems.add(ofTheHost(library, name)));
      }
    }
    return problems;
  }

  private static boolean isOfBerth(Artifact library) {
    return library.getGroupId().equals(BERTH);
  }

  private static String partOfBerth(Artifact library) {
    boolean forTests = library.getArtifactId().startsWith("berth-testing");
    return "%s has the scope %s, and Berth has its classes%s: %s"
        .formatted(
            coordinates(library),
            library.getScope(),
            origin(library),
            "declare it with the scope '%s'".formatted(forTests ? "test" : "provided"));
  }

  private static String ofTheHost(Artifact library, String packageName) {
    return ("%s has the scope %s and contains %s, which a flavor gets from Berth only%s: declare it with"
            + " the scope 'provided', or exclude it")
        .formatted(coordinates(library), library.getScope(), packageName, origin(library));
  }

  /** Such a library is not packed once that of Berth is not. */
  private static boolean comesWith(List<Artifact> ofBerth, Artifact library) {
    return trail(library).stream()
        .anyMatch(id -> ofBerth.stream().anyMatch(it -> id.startsWith(coordinates(it) + ":")));
  }

  private static String origin(Artifact library) {
    List<String> between = trail(library);
    if (between.isEmpty()) {
      return "";
    }
    // Maven knows one origin of a library, and packs it if another one has the scope 'compile'.
    return between.stream().anyMatch(id -> id.startsWith(BERTH + ":"))
        ? " (another dependency brings it too: see mvn dependency:tree -Dverbose)"
        : " (it comes with " + String.join(" → ", between) + ")";
  }

  /** The dependencies between the project and the library. */
  private static List<String> trail(Artifact library) {
    List<String> trail = library.getDependencyTrail();
    return trail == null || trail.size() < 3 ? List.of() : trail.subList(1, trail.size() - 1);
  }

  private static String coordinates(Artifact library) {
    return library.getGroupId() + ":" + library.getArtifactId();
  }
}
