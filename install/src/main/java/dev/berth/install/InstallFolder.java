package dev.berth.install;

import dev.berth.file.PrivateFiles;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The user's folder with a folder for each flavor. A folder appears there complete or not at all,
 * also when several processes install it at the same time.
 */
final class InstallFolder {
  // The number of the process follows, so that what a crash left can be deleted.
  private static final String TEMPORARY = ".new-";
  private static final int MAX_TRIES = 20;

  private final Path folder;

  InstallFolder(Path folder) {
    this.folder = folder;
  }

  Path of(String name) {
    return folder.resolve(name);
  }

  /**
   * The files of a name that are in no folder below it: the jars of an installed flavor.
   *
   * @throws BerthException {@link ErrorCode#STORE} when the folder cannot be read
   */
  List<Path> files(String name) {
    try {
      return Files.isDirectory(of(name))
          ? children(of(name)).stream().filter(Files::isRegularFile).toList()
          : List.of();
    } catch (IOException e) {
      throw failed("cannot be read", e);
    }
  }

  /**
   * Fills a new folder and gives it its name. A folder of that name is replaced.
   *
   * @param fill fills the new folder, and returns its name
   * @throws BerthException {@link ErrorCode#STORE} when it cannot be written; the folder of that
   *     name is unchanged then
   */
  Path replace(Function<Path, String> fill) {
    try {
      PrivateFiles.createFolder(folder);
      deleteLeft();
      Path created = temporary();
      try {
        return moved(created, folder.resolve(fill.apply(created)));
      } finally {
        delete(created);
      }
    } catch (IOException | UncheckedIOException e) {
      throw failed("cannot be written", e);
    }
  }

  private Path moved(Path created, Path target) throws IOException {
    Path former = temporary();
    try {
      for (int tries = 1; ; tries++) {
        Path old = former.resolve(String.valueOf(tries));
        boolean existed = rename(target, old);
        try {
          return Files.move(created, target);
        } catch (FileSystemException e) {
          // Not empty: another process installs the same.
          if (tries == MAX_TRIES) {
            if (existed) {
              rename(old, target);
            }
            throw e;
          }
        }
      }
    } finally {
      delete(former);
    }
  }

  private Path temporary() throws IOException {
    return Files.createTempDirectory(folder, TEMPORARY + ProcessHandle.current().pid() + "-");
  }

  private static boolean rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Deletes the folder of a name, and returns whether it existed.
   *
   * @throws BerthException {@link ErrorCode#STORE} when it cannot be deleted
   */
  boolean delete(String name) {
    try {
      return remove(of(name));
    } catch (IOException e) {
      throw failed("cannot be changed", e);
    }
  }

  /** Takes its name from a folder before its files are deleted one by one. */
  private boolean remove(Path target) throws IOException {
    Path old = temporary();
    try {
      return rename(target, old.resolve("old"));
    } finally {
      delete(old);
    }
  }

  private void deleteLeft() throws IOException {
    for (Path left : children(folder)) {
      String name = left.getFileName().toString();
      if (name.matches("\\.new-\\d+-.*") && !isRunning(name)) {
        delete(left);
      }
    }
  }

  private static boolean isRunning(String name) {
    long process = Long.parseLong(name.split("-", 3)[1]);
    return ProcessHandle.of(process).isPresent();
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    }
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private BerthException failed(String what, Exception e) {
    return new BerthException(
        ErrorCode.STORE, "the folder %s %s: %s".formatted(folder, what, e), e);
  }
}
