package dev.berth.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A folder that is gone when it is closed, and also when the command is ended before that. */
final class TemporaryFolder implements AutoCloseable {
  private static final int ATTEMPTS = 100;

  private final Path path;
  private final Thread atExit = new Thread(this::endAndDelete, "berth-temporary-folder");
  private volatile boolean ended;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  static TemporaryFolder create(String prefix) throws IOException {
    var folder = new TemporaryFolder(Files.createTempDirectory(prefix));
    Runtime.getRuntime().addShutdownHook(folder.atExit);
    return folder;
  }

  /** The folder; does not return once the command is being ended. */
  Path path() {
    if (ended) {
      awaitEnd();
    }
    return path;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
      delete();
    } catch (IllegalStateException e) {
      awaitEnd();
    }
  }

  private static void awaitEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void endAndDelete() {
    ended = true;
    delete();
  }

  /** What still runs may write while this deletes, hence the attempts. */
  private void delete() {
    for (int attempt = 0; attempt < ATTEMPTS && Files.exists(path); attempt++) {
      try (Stream<Path> files = Files.walk(path)) {
        List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : deepestFirst) {
          Files.deleteIfExists(file);
        }
      } catch (IOException | UncheckedIOException e) {
        // Something came or went in the meantime.
      }
    }
  }
}
