package dev.berth.push.direct;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.push.compress.CompressedLayer;
import dev.berth.push.compress.Compression;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ManifestBytes;
import dev.berth.push.image.ManifestWriter.Written;
import dev.berth.reference.Digest;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What earlier pushes found out: what layers compress to, which repositories hold a blob, which
 * manifest an engine's image became. One small file for each, with a digest of its own, so that a
 * damaged one is as good as none; what is there may be outdated, and whoever uses it asks the
 * registry. The folder is the user's own, and trusted as such.
 */
final class PushCache {
  private static final int MAX_ENTRIES = 2048;
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_REPOSITORIES = 8;
  private static final int BETWEEN_PRUNINGS = 128;

  private static final Pattern REPOSITORY = Pattern.compile("[a-z0-9._/-]+");

  private final Path folder;

  /**
   * A layer that was compressed before.
   *
   * @param blob what it became
   * @param uncompressedSize the size of its tar in bytes
   */
  record Known(Descriptor blob, long uncompressedSize) {}

  /** A cache in a folder, which is made when there is something to put there. */
  PushCache(Path folder) {
    this.folder = folder;
  }

  /** What a layer becomes; the media type is the caller's. */
  Optional<Known> compressed(Digest diffId, Compression compression, String mediaType) {
    return read("layers", compression.value() + "-" + diffId.hex())
        .flatMap(
            lines -> {
              try {
                var blob =
                    new Descriptor(
                        mediaType, Digest.parse(lines.get(0)), Long.parseLong(lines.get(1)));
                return Optional.of(new Known(blob, Long.parseLong(lines.get(2))));
              } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                return Optional.empty();
              }
            });
  }

  void rememberCompressed(CompressedLayer layer, Compression compression) {
    write(
        "layers",
        compression.value() + "-" + layer.diffId().hex(),
        List.of(
            layer.digest().toString(),
            Long.toString(layer.size()),
            Long.toString(layer.uncompressedSize())));
  }

  /** Repositories of the registry that held the blob, the latest first. */
  List<String> repositories(String host, Digest blob) {
    return read("blobs", key(host, blob)).orElse(List.of()).stream()
        .filter(REPOSITORY.asMatchPredicate())
        .toList();
  }

  void rememberRepository(String host, Digest blob, String repository) {
    List<String> before = repositories(host, blob);
    if (before.isEmpty() || !before.get(0).equals(repository)) {
      List<String> now = new ArrayList<>(before);
      now.remove(repository);
      now.add(0, repository);
      write("blobs", key(host, blob), now.subList(0, Math.min(now.size(), MAX_REPOSITORIES)));
    }
  }

  private static String key(String host, Digest blob) {
    return Digests.of("sha256", (host + " " + blob).getBytes(UTF_8)).hex();
  }

  /** The manifest that an engine's image became. */
  Optional<Written> manifest(Digest image, Compression compression) {
    return read("manifests", compression.value() + "-" + image.hex())
        .filter(lines -> lines.size() >= 2)
        .map(
            lines -> {
              byte[] bytes = String.join("\n", lines.subList(1, lines.size())).getBytes(UTF_8);
              return new Written(
                  new ManifestBytes(Digests.of("sha256", bytes), bytes), lines.get(0));
            });
  }

  void rememberManifest(Digest image, Compression compression, Written manifest) {
    write(
        "manifests",
        compression.value() + "-" + image.hex(),
        List.of(manifest.mediaType(), new String(manifest.bytes().bytes(), UTF_8)));
  }

  /** A new private file for what a registry takes only in a known size. */
  Path spool() throws IOException {
    Path parent = makeFolder(folder.resolve("spool"));
    FileTime yesterday = FileTime.from(Instant.now().minus(1, ChronoUnit.DAYS));
    try (Stream<Path> files = Files.list(parent)) {
      // A process that was killed left them.
      for (Path old : files.filter(file -> time(file).compareTo(yesterday) < 0).toList()) {
        Files.deleteIfExists(old);
      }
    }
    return Files.createTempFile(parent, "layer-", ".tmp");
  }

  private Optional<List<String>> read(String kind, String name) {
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

  /** A cache that cannot be written costs time, and nothing else. */
  private void write(String kind, String name, List<String> lines) {
    String content = String.join("\n", lines);
    if (content.length() > MAX_BYTES - 100) {
      return;
    }
    try {
      Path parent = makeFolder(folder.resolve(kind));
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
      if (ThreadLocalRandom.current().nextInt(BETWEEN_PRUNINGS) == 0) {
        prune(parent);
      }
    } catch (IOException | UncheckedIOException e) {
      return;
    }
  }

  private static Path makeFolder(Path folder) throws IOException {
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

  /** The oldest go when there are too many; so do files that a killed process left. */
  private static void prune(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(folder)) {
      all = files.sorted(Comparator.comparing(PushCache::time)).toList();
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
