package dev.berth.push.direct;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.reference.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Small text files of a cache. Each begins with its digest, so that a damaged file counts as
 * missing. The folder belongs to the user, and is trusted.
 */
final class CacheFiles {
  private static final int MAX_ENTRIES = 2048;
  private static final int MAX_BYTES = 64 * 1024;
  private static final int WRITES_PER_PRUNING = 128;

  private final Path folder;

  CacheFiles(Path folder) {
    this.folder = folder;
  }

  /** A new private file; files that are older than a day are deleted. */
  Path temporary(String kind) throws IOException {
    Path parent = createFolder(folder.resolve(kind));
    FileTime yesterday = FileTime.from(Instant.now().minus(1, ChronoUnit.DAYS));
    try (Stream<Path> files = Files.list(parent)) {
      // Left by a process that was killed.
      for (Path old : files.filter(file -> time(file).compareTo(yesterday) < 0).toList()) {
        Files.deleteIfExists(old);
      }
    }
    return Files.createTempFile(parent, "layer-", ".tmp");
  }

  /** The lines of a file; empty if it is missing or damaged. */
  Optional<List<String>> read(String kind, String name) {
    Path file = folder.resolve(kind).resolve(name);
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
        return Optional.empty();
      }
      String text = Files.readString(file);
      int end = text.indexOf('\n');
      String content = text.substring(end + 1);
      return end > 0 && text.substring(0, end).equals(check(content))
          ? Optional.of(List.of(content.split("\n", -1)))
          : Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static String check(String content) {
    return Digests.of("sha256", content.getBytes(UTF_8)).hex();
  }

  /** Writes a file. A failure is ignored, since the cache only saves time. */
  void write(String kind, String name, List<String> lines) {
    String content = String.join("\n", lines);
    if (content.length() > MAX_BYTES - 100) {
      return;
    }
    try {
      Path parent = createFolder(folder.resolve(kind));
      Path temporary = Files.createTempFile(parent, "new-", ".tmp");
      try {
        Files.writeString(temporary, check(content) + "\n" + content);
        Files.move(
            temporary,
            parent.resolve(name),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
      if (ThreadLocalRandom.current().nextInt(WRITES_PER_PRUNING) == 0) {
        prune(parent);
      }
    } catch (IOException | UncheckedIOException e) {
      return;
    }
  }

  private static Path createFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return folder;
    }
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
        : Files.createDirectories(folder);
  }

  /** Deletes the oldest files if there are too many, among them those of killed processes. */
  private static void prune(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(folder)) {
      all = files.sorted(Comparator.comparing(CacheFiles::time)).toList();
    }
    for (Path old : all.subList(0, Math.max(0, all.size() - MAX_ENTRIES))) {
      Files.deleteIfExists(old);
    }
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
