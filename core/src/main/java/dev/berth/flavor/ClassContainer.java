package dev.berth.flavor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Reads the entries of a jar or a folder of classes without loading a class. An unreadable one is
 * treated as empty.
 */
final class ClassContainer {
  private static final String SUFFIX = ".class";

  private ClassContainer() {}

  static boolean contains(Path path, String entry) {
    if (Files.isDirectory(path)) {
      return Files.isRegularFile(path.resolve(entry));
    }
    try (var jar = new JarFile(path.toFile())) {
      return jar.getEntry(entry) != null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether it is a file that is no jar, or a damaged one. */
  static boolean isDamaged(Path path) {
    try {
      return Files.isRegularFile(path) && entries(path).isEmpty();
    } catch (IOException | UncheckedIOException e) {
      return true;
    }
  }

  /** The names of the top-level classes. */
  static Stream<String> classNames(Path path) {
    try {
      return entries(path).stream()
          .filter(entry -> entry.endsWith(SUFFIX) && entry.indexOf('$') < 0)
          .map(entry -> entry.substring(0, entry.length() - SUFFIX.length()).replace('/', '.'));
    } catch (IOException | UncheckedIOException e) {
      return Stream.of();
    }
  }

  private static List<String> entries(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (Stream<Path> files = Files.walk(path)) {
        return files.map(file -> path.relativize(file).toString()).toList();
      }
    }
    try (var jar = new JarFile(path.toFile())) {
      return jar.stream().map(entry -> entry.getName()).toList();
    }
  }

  /** Whether every user could add code to it. */
  static boolean isWritableByAll(Path path) {
    try {
      return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE);
    } catch (UnsupportedOperationException | IOException e) {
      return false;
    }
  }
}
