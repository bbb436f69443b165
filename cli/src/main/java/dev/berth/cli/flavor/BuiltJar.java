package dev.berth.cli.flavor;

import dev.berth.flavor.FlavorJar;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The jar that a build of a flavor's project writes, copied since the next build replaces it. */
final class BuiltJar {
  private static final long INTERVAL_MILLIS = 200;

  private final Path target;
  private final Consumer<String> warn;
  private @Nullable State told;
  private @Nullable State last;
  private String flavorClass = "";
  private @Nullable Path copy;

  /** What tells one build from the next. */
  private record State(Path jar, FileTime changed, long size) {}

  /**
   * @param target Maven's folder {@code target}, which may be missing
   * @param warn receives why a jar is passed over
   */
  BuiltJar(Path target, Consumer<String> warn) {
    this.target = target;
    this.warn = warn;
  }

  /** Waits for a jar that was not returned yet, and is complete; returns a copy. */
  Path awaitBuild() throws InterruptedException {
    State before = last;
    while (true) {
      Optional<State> now = newest();
      // Twice the same: the build writes it no more.
      if (now.isPresent() && !now.get().equals(before) && now.equals(Optional.ofNullable(last))) {
        FlavorJar jar = FlavorJar.of(now.get().jar());
        if (!jar.flavorClasses().isEmpty()) {
          flavorClass = jar.flavorClasses().get(0);
          return copied(jar.path());
        }
        if (!now.get().equals(told)) {
          told = now.get();
          warn.accept(jar.path() + ": " + jar.problem().orElse("it lists no flavor"));
        }
      }
      last = now.orElse(last);
      Thread.sleep(INTERVAL_MILLIS);
    }
  }

  /** The flavor's class in the jar. */
  String flavorClass() {
    return flavorClass;
  }

  /** Deletes the copy. */
  void release() {
    try {
      if (copy != null) {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      throw new BerthException(ErrorCode.STORE, copy + " cannot be deleted: " + e, e);
    }
  }

  private Path copied(Path jar) {
    try {
      Path file = Files.createTempFile("berth-flavor", ".jar");
      copy = file;
      Files.write(file, Files.readAllBytes(jar));
      return file;
    } catch (IOException e) {
      throw new BerthException(ErrorCode.FLAVOR, jar + " cannot be copied: " + e, e);
    }
  }

  private Optional<State> newest() {
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".jar"))
          .filter(
              file -> !file.getFileName().toString().matches(".*-(sources|javadoc|tests)\\.jar"))
          .flatMap(file -> state(file).stream())
          .max(Comparator.comparing(State::changed));
    } catch (IOException e) {
      // There is no folder before the first build, and after 'mvn clean'.
      return Optional.empty();
    }
  }

  private static Optional<State> state(Path file) {
    try {
      return Optional.of(new State(file, Files.getLastModifiedTime(file), Files.size(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
