package dev.berth.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The assembled distribution, which is what is tested. */
public final class Distribution {
  private static final Path FOLDER =
      Path.of(
              Objects.requireNonNull(
                  System.getProperty("berth.distribution"), "the pom says where it is"))
          .toAbsolutePath()
          .normalize();

  private Distribution() {}

  /** Its folder. */
  public static Path folder() {
    return FOLDER;
  }

  static Path commandOf(Path distribution) {
    Path command = distribution.resolve("bin/berth");
    if (!Files.isExecutable(command)) {
      throw new IllegalStateException(
          "there is no " + command + ": build the module cli up to its phase package first");
    }
    return command;
  }

  /** The jars on the command's own class path. */
  public static List<Path> libraries() {
    try (Stream<Path> jars = Files.walk(FOLDER.resolve("lib"))) {
      return jars.filter(it -> it.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies the distribution without the clouds' SDKs, which leaves what the slim archive has. */
  static Path slimCopyTo(Path folder) {
    copyTo(folder);
    try (Stream<Path> files = Files.walk(folder.resolve("flavors"))) {
      for (Path file : files.filter(it -> it.toString().contains("/sdk/")).toList()) {
        Files.delete(file);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies the distribution to where everyone may run it. */
  static Path copyTo(Path folder) {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = folder.resolve(FOLDER.relativize(file).toString());
        Files.copy(file, copy);
        Permissions.set(copy, "rwxr-xr-x");
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
