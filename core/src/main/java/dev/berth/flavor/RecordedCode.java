package dev.berth.flavor;

import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.CustomFlavor;
import dev.berth.store.RecordedJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the jars of a custom flavor with those that were registered. */
public final class RecordedCode {
  private RecordedCode() {}

  /**
   * The jars of a class path with their digests; empty when a part of it is a folder of classes,
   * which each build changes.
   *
   * @throws BerthException {@link ErrorCode#FLAVOR} when a jar cannot be read
   */
  public static List<RecordedJar> of(List<Path> classPath) {
    return classPath.stream().allMatch(Files::isRegularFile)
        ? classPath.stream().map(RecordedCode::recorded).toList()
        : List.of();
  }

  /** The version of the jar with a class; empty when no manifest says it. */
  public static String version(String className, List<Path> classPath) {
    return place(className, classPath)
        .flatMap(path -> ClassContainer.manifestValue(path, FlavorJar.VERSION))
        .orElse("");
  }

  /** The first jar or folder with a class; empty if none has it. */
  public static Optional<Path> place(String className, List<Path> classPath) {
    String entry = className.replace('.', '/') + ".class";
    return classPath.stream().filter(path -> ClassContainer.contains(path, entry)).findFirst();
  }

  /** How the class path differs from what was registered; a sentence, empty if it does not. */
  static Optional<String> difference(CustomFlavor flavor, List<Path> classPath) {
    if (flavor.code().isEmpty()) {
      return Optional.empty();
    }
    List<RecordedJar> now = of(classPath);
    if (now.equals(flavor.code())) {
      return Optional.empty();
    }
    String version = version(flavor.flavorClass(), classPath);
    String versions =
        version.equals(flavor.version())
            ? ""
            : " (version %s, was %s)".formatted(named(version), named(flavor.version()));
    return Optional.of(
        "the code of flavor '%s' is not what was registered%s: %s"
            .formatted(flavor.name(), versions, String.join(", ", changes(flavor, now))));
  }

  private static String named(String version) {
    return version.isEmpty() ? "unknown" : version;
  }

  private static List<String> changes(CustomFlavor flavor, List<RecordedJar> now) {
    List<String> changes = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    for (RecordedJar jar : now) {
      paths.add(jar.path());
      @Nullable String before = digest(flavor.code(), jar.path());
      if (!Objects.equals(before, jar.digest())) {
        changes.add(jar.path() + (before == null ? " is new" : " has changed"));
      }
    }
    flavor.code().stream()
        .map(RecordedJar::path)
        .filter(path -> !paths.contains(path))
        .forEach(path -> changes.add(path + " is not used any more"));
    return changes.isEmpty() ? List.of("the order of the jars") : changes;
  }

  private static @Nullable String digest(List<RecordedJar> jars, String path) {
    return jars.stream()
        .filter(jar -> jar.path().equals(path))
        .map(RecordedJar::digest)
        .findFirst()
        .orElse(null);
  }

  private static RecordedJar recorded(Path jar) {
    try (var in = Files.newInputStream(jar)) {
      return new RecordedJar(jar.toString(), Digests.of("sha256", in).toString());
    } catch (IOException e) {
      throw new BerthException(ErrorCode.FLAVOR, jar + " cannot be read: " + e, e);
    }
  }
}
