package dev.berth.localregistry.storage;

import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The storage folder, in the layout of the reference registry's file-system driver ({@code
 * registry/storage/paths.go}).
 *
 * @see "docs/decisions/0012-embedded-registry-layout.md"
 */
public final class Storage {
  private static final int LOCKS = 64;

  private final Path root;
  private final Path blobs;
  private final Path repositories;
  private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

  private Storage(Path root) {
    this.root = root;
    blobs = root.resolve("blobs");
    repositories = root.resolve("repositories");
  }

  public static Storage open(Path directory) {
    Path root = directory.toAbsolutePath().normalize().resolve("docker/registry/v2");
    try {
      Files.createDirectories(root.resolve("blobs"));
      Files.createDirectories(root.resolve("repositories"));
      Files.delete(Files.createTempFile(root, ".berth", ".part"));
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.INVALID,
          "cannot store images in " + directory + ": " + e,
          e,
          "choose a folder that you can write to");
    }
    return new Storage(root);
  }

  /** The file of a content, which may be missing. */
  public Path content(Digest digest) {
    return blobs
        .resolve(digest.algorithm())
        .resolve(digest.hex().substring(0, 2))
        .resolve(digest.hex())
        .resolve("data");
  }

  /** A repository, by its valid name. */
  public Repository repository(String name) {
    return new Repository(this, repositories.resolve(name));
  }

  /** What a request locks that changes the tags and manifests of a repository. */
  public Object lock(String name) {
    return locks.get(Math.floorMod(name.hashCode(), LOCKS));
  }

  /** Removes partial files and unfinished uploads of killed processes, unused since a time. */
  public void removeLeftovers(Instant limit) throws IOException {
    Leftovers.remove(root, limit);
  }

  /**
   * The names of all repositories, in lexical order.
   *
   * @param isName whether a folder's path can be a repository's name
   */
  public List<String> repositoryNames(Predicate<String> isName) throws IOException {
    var names = new TreeSet<String>();
    Files.walkFileTree(
        repositories,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.equals(repositories)) {
              return FileVisitResult.CONTINUE;
            }
            String name = repositories.relativize(folder).toString().replace('\\', '/');
            if (!isName.test(name)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            if (repository(name).exists()) {
              names.add(name);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return List.copyOf(names);
  }
}
