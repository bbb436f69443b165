package dev.berth.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/** Creates files and folders that only this user can read, if the file system has permissions. */
public final class PrivateFiles {
  private static final FileAttribute<?>[] NONE = {};

  private PrivateFiles() {}

  /** Creates a folder and its parents; an existing one stays as it is. */
  public static void createFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(folder, attributes(folder, "rwx------"));
      // A umask may have removed permissions of the user.
      restrict(folder, "rwx------");
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  static FileChannel openFile(Path file, OpenOption... options) throws IOException {
    // A link would refer to another file, and opening a named pipe would block.
    if (Files.exists(file, NOFOLLOW_LINKS) && !Files.isRegularFile(file, NOFOLLOW_LINKS)) {
      throw new IOException(file + " is not a regular file");
    }
    var all = new HashSet<OpenOption>(Set.of(options));
    all.add(NOFOLLOW_LINKS);
    var channel = FileChannel.open(file, all, attributes(file, "rw-------"));
    restrict(file, "rw-------");
    return channel;
  }

  static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static void restrict(Path path, String permissions) throws IOException {
    if (isPosix(path)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }

  private static FileAttribute<?>[] attributes(Path place, String permissions) {
    return isPosix(place)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : NONE;
  }
}
