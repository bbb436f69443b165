package dev.berth.localregistry.storage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/** What killed processes left in the storage folder: partial files and unfinished uploads. */
final class Leftovers extends SimpleFileVisitor<Path> {
  private final Instant limit;

  private Leftovers(Instant limit) {
    this.limit = limit;
  }

  /** Removes those that were not written to since a time. */
  static void remove(Path root, Instant limit) throws IOException {
    Files.walkFileTree(root, new Leftovers(limit));
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    Path parent = folder.getParent();
    if (parent == null || !parent.endsWith("_uploads")) {
      return FileVisitResult.CONTINUE;
    }
    Path data = folder.resolve("data");
    try {
      var used = Files.getLastModifiedTime(Files.exists(data) ? data : folder);
      if (used.toInstant().isBefore(limit)) {
        FileTree.delete(folder);
      }
    } catch (NoSuchFileException e) {
      // A request has just removed it.
      return FileVisitResult.SKIP_SUBTREE;
    }
    return FileVisitResult.SKIP_SUBTREE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    boolean part = file.getFileName().toString().endsWith(".part");
    if (part && attributes.lastModifiedTime().toInstant().isBefore(limit)) {
      Files.deleteIfExists(file);
    }
    return FileVisitResult.CONTINUE;
  }

  /** A running request may remove a file meanwhile. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    return FileVisitResult.CONTINUE;
  }
}
