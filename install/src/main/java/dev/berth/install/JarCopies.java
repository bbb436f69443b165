package dev.berth.install;

import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;

/** Copies jars, and verifies the copies. */
final class JarCopies {
  private JarCopies() {}

  /** Copies jars and verifies the copies; the first one stays the first. */
  static List<Path> copy(List<ResolvedJar> jars, Path to, Map<String, Digest> digests) {
    List<Path> copies = new ArrayList<>();
    try {
      Files.createDirectories(to);
      for (ResolvedJar jar : jars) {
        Path copy = Files.copy(jar.file(), free(to, jar));
        requireReadable(jar, copy);
        requireDigest(jar, copy, Optional.ofNullable(digests.get(jar.fileName())));
        copies.add(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return copies;
  }

  /** An installed flavor stays beside its libraries. */
  static void keep(List<Path> files, Path to) {
    try {
      for (Path file : files) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two groups can have an artifact of the same name and version. */
  private static Path free(Path folder, ResolvedJar jar) {
    Path path = folder.resolve(jar.fileName());
    return Files.exists(path) ? folder.resolve(jar.group() + "." + jar.fileName()) : path;
  }

  private static void requireReadable(ResolvedJar jar, Path copy) {
    try (var file = new JarFile(copy.toFile())) {
      file.getManifest();
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.REFUSED,
          "%s is damaged in Maven's local repository: %s"
              .formatted(jar.coordinates(), e.getMessage()),
          e,
          "delete " + jar.file());
    }
  }

  /** The digest of a file; empty when it cannot be read. */
  static Optional<Digest> digest(Path file) {
    try (var in = Files.newInputStream(file)) {
      return Optional.of(Digests.of("sha256", in));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void requireDigest(ResolvedJar jar, Path copy, Optional<Digest> expected) {
    Optional<Digest> actual = digest(copy);
    if (expected.isPresent() && !actual.equals(expected)) {
      throw new BerthException(
          ErrorCode.REFUSED,
          "%s has the digest %s, and the flavor asks for %s"
              .formatted(
                  jar.coordinates(),
                  actual.map(Digest::toString).orElse("unknown"),
                  expected.get()),
          "delete " + jar.file() + " and use a repository with the original file");
    }
  }
}
