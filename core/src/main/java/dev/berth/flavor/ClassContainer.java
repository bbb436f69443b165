package dev.berth.flavor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.file.FileOwner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Reads the entries of a jar or a folder of classes without loading a class. An unreadable one is
 * treated as empty.
 */
final class ClassContainer {
  private static final String SUFFIX = ".class";
  private static final String SPI_CLASS = "dev/berth/spi/BaseContainerRegistryFlavor.class";
  private static final int MAX_INDEX = 1 << 20;

  private ClassContainer() {}

  static boolean contains(Path path, String entry) {
    if (Files.isDirectory(path)) {
      return Files.isRegularFile(path.resolve(entry));
    }
    if (!Files.isRegularFile(path)) {
      // Opening a named pipe would block.
      return false;
    }
    try (var jar = new JarFile(path.toFile())) {
      return jar.getEntry(entry) != null;
    } catch (IOException e) {
      return false;
    }
  }

  /** A main attribute of a jar's manifest; empty for a folder. */
  static Optional<String> manifestValue(Path path, String name) {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try (var jar = new JarFile(path.toFile())) {
      return Optional.ofNullable(jar.getManifest())
          .map(manifest -> manifest.getMainAttributes().getValue(name))
          .map(String::strip);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Why a file has no classes: it is no jar, a damaged or an empty one. */
  static Optional<String> damage(Path path) {
    try {
      return Files.isRegularFile(path) && entries(path).isEmpty()
          ? Optional.of("it has no files")
          : Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      return Optional.of("it cannot be read as a jar: " + e.getMessage());
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

  /** Why a jar or a folder of classes is not used; empty if it is. */
  static Optional<String> unsound(Path path) {
    if (contains(path, SPI_CLASS)) {
      return Optional.of(
          path + " contains a copy of Berth's classes; give that dependency the scope 'provided'");
    }
    if (isWritableByAll(path)) {
      return Optional.of(
          path + " can be changed by every user; run chmod o-w on it and its folder");
    }
    return foreignClassPath(path)
        .map(
            entry ->
                "the Class-Path of %s leads out of its folder, or to a file that every user can change: %s"
                    .formatted(path, entry));
  }

  /**
   * What the manifest of a jar adds to the class path from outside of the jar's folder, or what
   * every user could change; empty for nothing. Java would load it unseen.
   */
  static Optional<String> foreignClassPath(Path jar) {
    return foreignClassPath(jar, new HashSet<>());
  }

  private static Optional<String> foreignClassPath(Path jar, Set<Path> known) {
    Path folder = jar.toAbsolutePath().normalize().getParent();
    if (folder == null || !known.add(jar) || !Files.isRegularFile(jar)) {
      return Optional.empty();
    }
    for (String entry : classPath(jar)) {
      Optional<Path> path = resolved(jar, entry);
      boolean inside = path.filter(it -> isBelow(it, folder) && !isWritableByAll(it)).isPresent();
      if (!inside) {
        return Optional.of(entry);
      }
      Optional<String> deeper = foreignClassPath(path.get(), known);
      if (deeper.isPresent()) {
        return deeper;
      }
    }
    return Optional.empty();
  }

  /** A jar, and all existing jars and folders that Java adds to the class path because of it. */
  static Set<Path> withClassPath(Path jar) {
    Set<Path> all = new LinkedHashSet<>();
    addClassPath(jar, all);
    return all;
  }

  private static void addClassPath(Path path, Set<Path> all) {
    if (!Files.exists(path) || !all.add(path) || !Files.isRegularFile(path)) {
      return;
    }
    for (String entry : classPath(path)) {
      resolved(path, entry).ifPresent(it -> addClassPath(it.normalize(), all));
    }
  }

  /**
   * The entries of {@code Class-Path} and of the index, which Java before 22 reads (JAR File
   * Specification, "Main Attributes" and "JAR Index").
   */
  private static List<String> classPath(Path jar) {
    try (var file = new JarFile(jar.toFile())) {
      List<String> entries = new ArrayList<>();
      Manifest manifest = file.getManifest();
      if (manifest != null) {
        String value = manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        entries.addAll(value == null ? List.of() : List.of(value.strip().split("\\s+")));
      }
      ZipEntry index = file.getEntry("META-INF/INDEX.LIST");
      if (index != null) {
        try (var in = file.getInputStream(index)) {
          new String(in.readNBytes(MAX_INDEX), UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> line.endsWith(".jar"))
              .forEach(entries::add);
        }
      }
      return entries;
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Optional<Path> resolved(Path jar, String entry) {
    try {
      URI uri = jar.toUri().resolve(new URI(entry));
      return "file".equals(uri.getScheme()) ? Optional.of(Path.of(uri)) : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a path leads into a folder, also through links; a missing file leads nowhere. */
  private static boolean isBelow(Path path, Path folder) {
    try {
      return Files.exists(path)
          ? path.toRealPath().startsWith(folder.toRealPath())
          : path.normalize().startsWith(folder);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether every user could add code to it, or replace it. */
  static boolean isWritableByAll(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    return FileOwner.isOpenToAll(path) || (folder != null && FileOwner.isOpenToAll(folder));
  }
}
