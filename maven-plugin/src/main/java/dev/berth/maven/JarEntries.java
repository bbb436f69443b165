package dev.berth.maven;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a jar, or a folder of classes, contains; nothing is loaded. */
final class JarEntries {
  private static final Pattern RELEASE = Pattern.compile("^META-INF/versions/\\d+/");
  private static final String SUFFIX = ".class";

  private JarEntries() {}

  /** The names of all classes, also of those for a release of Java, in order. */
  static List<String> classNames(Path path) {
    try {
      return (Files.isDirectory(path) ? inFolder(path) : inJar(path))
          .stream()
              .filter(entry -> entry.endsWith(SUFFIX))
              .map(entry -> RELEASE.matcher(entry).replaceFirst(""))
              .map(entry -> entry.substring(0, entry.length() - SUFFIX.length()).replace('/', '.'))
              .distinct()
              .sorted()
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read", e);
    }
  }

  private static List<String> inFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString().replace(File.separatorChar, '/'))
          .toList();
    }
  }

  private static List<String> inJar(Path file) throws IOException {
    try (var jar = new JarFile(file.toFile())) {
      return jar.stream().map(entry -> entry.getName()).toList();
    }
  }
}
