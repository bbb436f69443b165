package dev.berth.file;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that only this user can read.
 *
 * <p>A change is read, made and written under a lock of the operating system's, into a temporary
 * file that is synced and then renamed over the old one: a crash at any point leaves the old or the
 * new content, and of several writers none loses its change. Readers need no lock. Safe for use by
 * many threads and processes.
 */
public final class PrivateFile {
  private static final Logger log = LoggerFactory.getLogger(PrivateFile.class);
  private static final long MAX_BYTES = 256L << 20;

  private final Path folder;
  private final String name;
  private final String lock;
  private final String what;

  /**
   * A file, which is made when something is first written.
   *
   * @param folder its folder, made with it
   * @param name its name there
   * @param lock the name of the file beside it that is locked
   * @param what what it is called in messages, for instance {@code store}
   */
  public PrivateFile(Path folder, String name, String lock, String what) {
    this.folder = folder;
    this.name = name;
    this.lock = lock;
    this.what = what;
  }

  /** Where it is. */
  public Path path() {
    return folder.resolve(name);
  }

  /**
   * Makes the folder, readable by this user only.
   *
   * @return whether it was not there yet
   * @throws BerthException {@link ErrorCode#STORE} when it cannot be made
   */
  public boolean createFolder() {
    try {
      boolean there = Files.isDirectory(folder);
      PrivateFiles.createFolder(folder);
      return !there;
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.STORE, "the %s's folder %s cannot be made: %s".formatted(what, folder, e), e);
    }
  }

  /**
   * What is in it now; empty where there is no such file.
   *
   * @throws BerthException {@link ErrorCode#STORE} when it cannot be read
   */
  public Optional<byte[]> read() {
    Path file = path();
    try {
      requireRegularFile(file);
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.STORE, "the %s %s cannot be read: %s".formatted(what, file, e), e);
    }
  }

  /**
   * Throws unless the file, where there is one, is closed to other users.
   *
   * @throws BerthException {@link ErrorCode#CREDENTIALS} with the command that closes it
   */
  public void requireClosedToOthers() {
    try {
      if (!PrivateFiles.isPosix(folder) || !Files.exists(folder)) {
        return;
      }
      Set<PosixFilePermission> folders = Files.getPosixFilePermissions(folder);
      if (folders.contains(GROUP_WRITE) || folders.contains(OTHERS_WRITE)) {
        throw noPlace("other users may replace it", "chmod 700 '" + folder + "'");
      }
      requireOwn(folder);
      Path file = path();
      if (Files.exists(file)) {
        requireOwn(file);
        Set<PosixFilePermission> open = Files.getPosixFilePermissions(file);
        open.removeIf(permission -> permission.name().startsWith("OWNER_"));
        if (!open.isEmpty()) {
          throw noPlace("other users may read or write it", "chmod 600 '" + file + "'");
        }
      }
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.STORE, "the %s %s cannot be read: %s".formatted(what, path(), e), e);
    }
  }

  private void requireOwn(Path path) throws IOException {
    if (!PrivateFiles.isOwn(path)) {
      throw noPlace(path + " is another user's", "chown it, or delete it");
    }
  }

  private BerthException noPlace(String why, String remedy) {
    return new BerthException(
        ErrorCode.CREDENTIALS,
        "the %s %s is no place for secrets: %s".formatted(what, path(), why),
        remedy);
  }

  /**
   * Changes what is in it.
   *
   * @param change makes the new content of the present one, which is empty where there is none;
   *     what it throws is passed on, and nothing is written
   * @throws BerthException {@link ErrorCode#STORE} when it cannot be read, locked or written; it
   *     then is as it was
   */
  public void change(Function<Optional<byte[]>, byte[]> change) {
    createFolder();
    try (var held = LockFile.acquire(folder.resolve(lock), what)) {
      write(change.apply(read()));
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.STORE,
          "the %s in %s cannot be written: %s".formatted(what, folder, e),
          e,
          "nothing was changed");
    }
  }

  private void requireRegularFile(Path file) throws IOException {
    // A named pipe or a device would block or never end.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new BerthException(
          ErrorCode.STORE, "the %s %s is not a regular file".formatted(what, file));
    }
    if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
      throw new BerthException(
          ErrorCode.STORE, "the %s %s is larger than 256 MiB".formatted(what, file));
    }
  }

  private void write(byte[] content) throws IOException {
    sweep();
    Path temporary = folder.resolve(name + ".tmp-" + ProcessHandle.current().pid());
    try {
      try (var out = PrivateFiles.openFile(temporary, CREATE_NEW, WRITE)) {
        var bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(temporary, path(), ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    syncFolder();
  }

  /** Removes what writers left that were killed; called under the lock, so none of them lives. */
  private void sweep() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, name + ".tmp-*")) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
  }

  private void syncFolder() {
    if (PrivateFiles.isPosix(folder)) {
      try (var directory = FileChannel.open(folder, READ)) {
        directory.force(true);
      } catch (IOException e) {
        // Some file systems cannot; the change is made, and only a power failure could undo it.
        log.debug("the folder {} cannot be synced", folder, e);
      }
    }
  }
}
