package dev.berth.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoFailureException;

/** A zip file with a folder of jars. The same files give the same bytes. */
final class FlavorArchive {
  private static final LocalDateTime FIRST = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final String folder;
  private final Optional<Instant> time;
  private final Map<String, Path> files = new TreeMap<>();

  /** Creates one with that folder; {@code time} is that of all entries. */
  FlavorArchive(String folder, Optional<Instant> time) {
    this.folder = folder;
    this.time = time;
  }

  void add(String name, Path file) {
    files.put(name, file);
  }

  /**
   * Adds dependencies by the names of their artifacts.
   *
   * @throws MojoFailureException for one that is no file yet
   */
  void addAll(List<Artifact> artifacts) throws MojoFailureException {
    for (Artifact artifact : artifacts) {
      Path file = artifact.getFile().toPath();
      if (!Files.isRegularFile(file)) {
        throw new MojoFailureException(
            "%s is not packed yet, it is the folder %s: run mvn package, or install it first"
                .formatted(artifact.getId(), file));
      }
      String name = name(artifact);
      add(files.containsKey(name) ? artifact.getGroupId() + "." + name : name, file);
    }
  }

  /** Another name than that of the file, which in a local repository can contain a time. */
  private static String name(Artifact artifact) {
    String classifier = artifact.hasClassifier() ? "-" + artifact.getClassifier() : "";
    return "%s-%s%s.%s"
        .formatted(
            artifact.getArtifactId(),
            artifact.getBaseVersion(),
            classifier,
            artifact.getArtifactHandler().getExtension());
  }

  void write(Path zip) throws IOException {
    Files.createDirectories(zip.toAbsolutePath().getParent());
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (var file : files.entrySet()) {
        var entry = new ZipEntry(folder + "/" + file.getKey());
        entry.setTimeLocal(time(file.getValue()));
        out.putNextEntry(entry);
        Files.copy(file.getValue(), out);
        out.closeEntry();
      }
    }
  }

  /** In UTC, so that the bytes do not depend on the machine's time zone. */
  private LocalDateTime time(Path file) throws IOException {
    Instant instant = time.orElse(Files.getLastModifiedTime(file).toInstant());
    LocalDateTime local = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    // The first time that a zip file can have.
    return local.isBefore(FIRST) ? FIRST : local;
  }
}
