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
 * <p>A change runs under a lock of the operating system. It writes a temporary file, syncs it and
 * renames it over the old one, so a crash leaves the old or the new content. Readers need no lock.
 * Safe for use by several threads and processes.
 */
public final class PrivateFile {
  private static final Logger log = LoggerFactory.getLogger(PrivateFile.class);
  private static final long MAX_BYTES = 16L << 20;

  private final Path folder;
  private final String name;
  private final String lock;
  private final String what;

  /**
   * Creates nothing; the first {@link #change} creates the file and its folder.
   *
   * @param lock the name of the file in the same folder that is locked
   * @param what its name in messages, for instance {@code store}
   */
  public PrivateFile(Path folder, String name, String lock, String what) {
    this.folder = folder;
    this.name = name;
    this.lock = lock;
    this.what = what;
  }

  public Path path() {
    return folder.resolve(name);
  }

  /**
   * Creates the folder, readable by this user only, and returns whether it was missing.
   *
   * @throws BerthException {@link ErrorCode#STORE} when it cannot be created
   */
  public boolean createFolder() {
    try {
      boolean exists = Files.isDirectory(folder);
      PrivateFiles.createFolder(folder);
      return !exists;
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.STORE,
          "the folder %s of the %s cannot be created: %s".formatted(folder, what, e),
          e);
    }
  }

  /**
   * The content; empty if there is no file.
   *
   * @throws BerthException {@link ErrorCode#STORE} when it cannot be read
   */
  public Optional<byte[]> read() {
    Path file = path();
    try {
      requireRegularFile(file);
      if (Files.exists(file)) {
        requireProtected(folder);
        requireProtected(file);
      }
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.STORE, "the %s %s cannot be read: %s".formatted(what, file, e), e);
    }
  }

  private void requireProtected(Path path) {
    if (FileOwner.isOpenToAll(path)) {
      throw new BerthException(
          ErrorCode.STORE,
          "the %s %s is not used, since every user can change it".formatted(what, path),
          "chmod o-w '" + path + "'",
          "or use another store: --home FOLDER, or BERTH_HOME");
    }
  }

  /**
   * Fails if other users can access the file.
   *
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when other users can access the file
   */
  public void requireClosedToOthers() {
    try {
      if (!PrivateFiles.isPosix(folder) || !Files.exists(folder)) {
        return;
      }
      Set<PosixFilePermission> folders = Files.getPosixFilePermissions(folder);
      if (folders.contains(GROUP_WRITE) || folders.contains(OTHERS_WRITE)) {
        throw unsafe("other users may replace it", "chmod 700 '" + folder + "'");
      }
      requireOwn(folder);
      Path file = path();
      if (Files.exists(file)) {
        requireOwn(file);
        Set<PosixFilePermission> open = Files.getPosixFilePermissions(file);
        open.removeIf(permission -> permission.name().startsWith("OWNER_"));
        if (!open.isEmpty()) {
          throw unsafe("other users may read or write it", "chmod 600 '" + file + "'");
        }
      }
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.STORE, "the %s %s cannot be read: %s".formatted(what, path(), e), e);
    }
  }

  private void requireOwn(Path path) {
    if (!FileOwner.isOwn(path)) {
      throw unsafe(path + " belongs to another user", "chown it, or delete it");
    }
  }

  private BerthException unsafe(String why, String remedy) {
    return new BerthException(
        ErrorCode.CREDENTIALS, "the %s %s is not safe: %s".formatted(what, path(), why), remedy);
  }

  /**
   * Changes the content.
   *
   * @param change creates the new content from the present one, which is empty if there is no file;
   *     if it throws, nothing is written
   * @throws BerthException {@link ErrorCode#STORE} when the file cannot be read, locked or written;
   *     it is then unchanged
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
    // Reading a named pipe or a device could block.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new BerthException(
          ErrorCode.STORE, "the %s %s is not a regular file".formatted(what, file));
    }
    if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
      throw new BerthException(
          ErrorCode.STORE, "the %s %s is larger than 16 MiB".formatted(what, file));
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

  /** Removes temporary files of killed writers. No writer is running, since the lock is held. */
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
        // Some file systems do not support this; only a power failure could undo the change.
        log.debug("the folder {} cannot be synced", folder, e);
      }
    }
  }
}
