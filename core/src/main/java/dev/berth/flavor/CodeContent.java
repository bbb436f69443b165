package dev.berth.flavor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/**
 * The classes and resources of a jar or of a folder of classes, without what a build writes anew
 * each time, such as the manifest. Equal for two builds of the same classes.
 *
 * @param checksums the checksums by the names of the files
 */
record CodeContent(Map<String, Long> checksums) {
  /** Reads the content; an unreadable file has none. */
  static CodeContent of(Path path) {
    try {
      return new CodeContent(Files.isDirectory(path) ? ofFolder(path) : ofJar(path));
    } catch (IOException | UncheckedIOException e) {
      return new CodeContent(Map.of());
    }
  }

  private static Map<String, Long> ofJar(Path path) throws IOException {
    Map<String, Long> checksums = new TreeMap<>();
    try (var jar = new JarFile(path.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
        if (!entry.isDirectory() && isCode(entry.getName())) {
          checksums.put(entry.getName(), entry.getCrc());
        }
      }
    }
    return checksums;
  }

  private static Map<String, Long> ofFolder(Path folder) throws IOException {
    Map<String, Long> checksums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (isCode(name)) {
          var checksum = new CRC32();
          checksum.update(Files.readAllBytes(file));
          checksums.put(name, checksum.getValue());
        }
      }
    }
    return checksums;
  }

  private static boolean isCode(String name) {
    return !name.startsWith("META-INF/")
        || name.startsWith("META-INF/services/")
        || name.startsWith("META-INF/versions/");
  }

  /** The name of a class that both have, in different versions; empty if there is none. */
  Optional<String> clash(CodeContent other) {
    return checksums.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(".class"))
        .filter(entry -> !entry.getKey().endsWith("module-info.class"))
        .filter(entry -> other.checksums.containsKey(entry.getKey()))
        .filter(entry -> !entry.getValue().equals(other.checksums.get(entry.getKey())))
        .map(entry -> className(entry.getKey()))
        .findFirst();
  }

  private static String className(String file) {
    return file.replaceFirst("^META-INF/versions/\\d+/", "")
        .replaceFirst("\\.class$", "")
        .replace('/', '.');
  }
}
