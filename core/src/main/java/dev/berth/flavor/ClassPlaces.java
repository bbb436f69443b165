package dev.berth.flavor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The jars and folders of classes that contain a flavor's class, in the order of the search. The
 * first is used.
 *
 * @param className the flavor's class
 * @param places the jars and folders
 * @param named the jars that the user named, whose order is the user's
 */
record ClassPlaces(String className, List<Path> places, List<Path> named) {
  /** The places in a class path. */
  static ClassPlaces of(String className, List<Path> classPath, List<Path> named) {
    String entry = className.replace('.', '/') + ".class";
    List<Path> places =
        classPath.stream().distinct().filter(path -> ClassContainer.contains(path, entry)).toList();
    return new ClassPlaces(className, places, named);
  }

  /**
   * Why the class cannot be used: another version of it is beside the first one, and only the names
   * of the files would choose.
   */
  Optional<String> ambiguity() {
    return others().stream()
        .filter(this::isBesideFirst)
        .filter(path -> !isSame(path))
        .findFirst()
        .map(
            path ->
                "two versions of it are in one folder: %s and %s"
                    .formatted(withVersion(places.get(0)), withVersion(path)));
  }

  /** Why the places are not used, with those that are the same as the one that is used. */
  Map<Path, String> unused() {
    Map<Path, String> unused = new LinkedHashMap<>();
    Optional<String> ambiguity = ambiguity().map(it -> className + ": " + it + "; remove one");
    ambiguity.ifPresent(it -> unused.put(places.get(0), it));
    for (Path path : others()) {
      String reason = isSame(path) ? "it is the same as " + places.get(0) : reason(path);
      unused.put(path, ambiguity.filter(it -> isBesideFirst(path)).orElse(reason));
    }
    return unused;
  }

  /** A sentence for each place whose version of the class is not used. */
  List<String> warnings() {
    return others().stream()
        .filter(path -> !isSame(path))
        .map(path -> "%s is not used: %s".formatted(withVersion(path), reason(path)))
        .toList();
  }

  private List<Path> others() {
    return places.isEmpty() ? places : places.subList(1, places.size());
  }

  private String reason(Path path) {
    return "%s also has %s, and %s"
        .formatted(withVersion(places.get(0)), className, order(places.get(0), path));
  }

  private String order(Path first, Path other) {
    if (named.contains(first)) {
      return "the jars of --jar are searched first";
    }
    if (isOfBuild(first)) {
      return "target/classes is searched before target/dependency";
    }
    if (isOfBuild(other)) {
      return "flavors/ is searched before target/";
    }
    return first.resolve("../..").normalize().endsWith("flavors")
        ? "the folders in flavors/ are searched in the order of their names"
        : "the jars in flavors/ are searched before its folders";
  }

  private static boolean isOfBuild(Path path) {
    return path.endsWith("target/classes")
        || path.resolve("..").normalize().endsWith("target/dependency");
  }

  private boolean isBesideFirst(Path path) {
    Path first = places.get(0);
    return !named.contains(first)
        && Files.isRegularFile(first)
        && first.resolveSibling(path.getFileName()).equals(path);
  }

  private boolean isSame(Path path) {
    return CodeContent.of(path).equals(CodeContent.of(places.get(0)));
  }

  private static String withVersion(Path path) {
    return ClassContainer.manifestValue(path, "Implementation-Version")
        .map(version -> "%s (version %s)".formatted(path, version))
        .orElseGet(path::toString);
  }
}
