package dev.berth.install;

import java.nio.file.Path;

/**
 * A jar in Maven's local repository.
 *
 * @param coordinates its Maven coordinates, {@code group:artifact:jar[:classifier]:version}
 * @param file the file
 */
record ResolvedJar(String coordinates, Path file) {
  String group() {
    return coordinates.substring(0, coordinates.indexOf(':'));
  }

  String fileName() {
    return String.valueOf(file.getFileName());
  }
}
