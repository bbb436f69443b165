package dev.berth.flavor;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders and jars that are searched for flavors.
 *
 * @see "docs/decisions/0017-sdk-jars-not-searched.md"
 */
final class FlavorFolder {
  /** The folder with the libraries of a flavor's implementation, in the folder of its jars. */
  static final String SDK = "sdk";

  private FlavorFolder() {}

  /** The jars in a folder, in the order of their names. */
  static List<Path> jars(Path folder) {
    return children(folder).filter(FlavorFolder::isJar).toList();
  }

  /** The folders in a folder, in the order of their names. */
  static List<Path> folders(Path folder) {
    return children(folder).filter(Files::isDirectory).toList();
  }

  /**
   * The class paths of a source root, in the order of the search: the extra jars, each jar of
   * {@code flavors/} followed by the other jars there, each folder of {@code flavors/}, and the
   * output of the build.
   */
  static List<List<Path>> classPaths(Path sourceRoot, List<Path> extraJars) {
    var classPaths = new ArrayList<List<Path>>();
    if (!extraJars.isEmpty()) {
      classPaths.add(extraJars);
    }
    List<Path> top = jars(sourceRoot.resolve("flavors"));
    for (Path jar : top) {
      classPaths.add(
          Stream.concat(Stream.of(jar), top.stream().filter(each -> !each.equals(jar))).toList());
    }
    for (Path folder : folders(sourceRoot.resolve("flavors"))) {
      classPaths.add(jars(folder));
    }
    Path classes = sourceRoot.resolve("target/classes");
    if (Files.isDirectory(classes)) {
      var dependencies = jars(sourceRoot.resolve("target/dependency")).stream();
      classPaths.add(Stream.concat(Stream.of(classes), dependencies).toList());
    }
    classPaths.removeIf(List::isEmpty);
    return classPaths;
  }

  private static boolean isJar(Path path) {
    return path.getFileName().toString().endsWith(".jar") && Files.isRegularFile(path);
  }

  private static Stream<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList().stream();
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.FLAVOR, "the folder " + folder + " cannot be read: " + e, e);
    }
  }
}
