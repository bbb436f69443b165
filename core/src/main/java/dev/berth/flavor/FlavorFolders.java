package dev.berth.flavor;

import dev.berth.file.FileOwner;
import dev.berth.reference.Name;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folders with a folder for each flavor that needs no registration. A folder has the flavor's
 * jars, and in {@code sdk} below it the libraries of its implementation.
 *
 * @param shipped the folder {@code flavors} of the distribution
 * @param installed the user's folder {@code flavors}, with installed flavors, and with installed
 *     libraries of other flavors
 */
public record FlavorFolders(Optional<Path> shipped, Optional<Path> installed) {
  /** The folders of the distribution's flavors. */
  List<Path> ofShipped() {
    return shipped.map(FlavorFolder::folders).orElse(List.of());
  }

  /**
   * The folders of installed flavors.
   *
   * @throws BerthException {@link ErrorCode#FLAVOR} when they are another user's
   */
  List<Path> ofInstalled() {
    requireOwn();
    return installed.map(FlavorFolder::folders).orElse(List.of()).stream()
        .filter(folder -> !folder.getFileName().toString().startsWith("."))
        .toList();
  }

  /** Another user's flavors would run as this user, for instance as root with that user's home. */
  private void requireOwn() {
    installed
        .filter(folder -> Files.exists(folder) && !FileOwner.isTrusted(folder))
        .ifPresent(
            folder -> {
              throw new BerthException(
                  ErrorCode.FLAVOR,
                  "the folder %s belongs to %s, not to you"
                      .formatted(folder, FileOwner.name(folder)));
            });
  }

  /** The class path of a folder: its jars and the libraries; empty if it has no jars. */
  List<Path> classPath(Path folder) {
    List<Path> own = FlavorFolder.jars(folder);
    if (own.isEmpty()) {
      return own;
    }
    List<Path> libraries = FlavorFolder.jars(folder.resolve(FlavorFolder.SDK));
    return libraries.isEmpty()
        ? withLibraries(String.valueOf(folder.getFileName()), own)
        : concat(own, libraries);
  }

  /**
   * Adds the installed libraries of a flavor to the class path. Libraries that were installed for
   * another version of the flavor are not used.
   *
   * @throws BerthException {@link ErrorCode#FLAVOR} when every user can change them
   */
  List<Path> withLibraries(String flavor, List<Path> classPath) {
    // A stored name can be a path, of which nobody allowed the code.
    if (installed.isEmpty() || !Name.isValid(flavor)) {
      return classPath;
    }
    Path folder = installed.get().resolve(flavor).resolve(FlavorFolder.SDK);
    List<Path> libraries = FlavorFolder.jars(folder);
    if (libraries.isEmpty() || !areOf(classPath, libraries)) {
      return classPath;
    }
    requireOwn();
    for (Path library : libraries) {
      if (ClassContainer.isWritableByAll(library)) {
        throw new BerthException(
            ErrorCode.FLAVOR,
            library + " can be changed by every user",
            "chmod -R o-w " + installed.get());
      }
    }
    return concat(classPath, libraries);
  }

  private static boolean areOf(List<Path> classPath, List<Path> libraries) {
    Set<String> listed =
        Library.listed(classPath).stream().map(Library::fileName).collect(Collectors.toSet());
    return listed.isEmpty()
        || libraries.stream()
            .map(path -> path.getFileName().toString())
            .collect(Collectors.toSet())
            .equals(listed);
  }

  private static List<Path> concat(List<Path> first, List<Path> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
