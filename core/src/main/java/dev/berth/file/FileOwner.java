package dev.berth.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The owner of a file. Users are compared by their numbers, since in containers many have no name.
 */
public final class FileOwner {
  private static final Path SELF = Path.of("/proc/self");
  private static final int OTHERS_WRITE = 0002;
  private static final int STICKY = 01000;

  private FileOwner() {}

  /** Whether a file belongs to this user; true if the file system has no owners. */
  public static boolean isOwn(Path file) {
    Optional<Object> owner = number(file);
    Optional<Object> self = self();
    if (owner.isEmpty() || self.isEmpty()) {
      // The file system has no numbers of owners, or the system does not tell this user's.
      return name(file).equals(System.getProperty("user.name", "")) || name(file).isEmpty();
    }
    return owner.equals(self);
  }

  /** Whether a file belongs to this user, or to root, who can run code as this user anyway. */
  public static boolean isTrusted(Path file) {
    return isOwn(file) || number(file).equals(Optional.of(0));
  }

  /**
   * Whether every user can change the file, or in the folder replace files of others; false if the
   * file system has no permissions.
   */
  public static boolean isOpenToAll(Path file) {
    try {
      int mode = (int) Files.getAttribute(file, "unix:mode");
      // In a sticky folder, for instance /tmp, users can replace only their own files.
      boolean sticky = Files.isDirectory(file) && (mode & STICKY) != 0;
      return (mode & OTHERS_WRITE) != 0 && !sticky;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }

  /** This user's number, where the system tells it. */
  public static Optional<Object> self() {
    return number(SELF);
  }

  private static Optional<Object> number(Path file) {
    try {
      return Optional.of(Files.getAttribute(file, "unix:uid"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The owner's name, or else its number; empty if the file system has no owners. */
  public static String name(Path file) {
    try {
      return Files.getOwner(file).getName();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
