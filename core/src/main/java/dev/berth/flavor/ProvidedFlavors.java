package dev.berth.flavor;

import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The flavors that need no registration: those of Berth, on the class path and in the folders of
 * the distribution, and installed ones. Not safe for use by several threads.
 */
final class ProvidedFlavors {
  private static final Path CLASS_PATH = Path.of("");
  // A broken services file makes the loader throw once per line; this is the limit.
  private static final int MAX_BROKEN = 1000;

  private final ClassLoader host;
  private final FlavorFolders folders;
  private final FlavorLoader loader;
  // Keys are the folders of the flavors.
  private final Map<Path, List<Found>> searched = new HashMap<>();

  private record Found(FlavorInfo info, @Nullable LoadedFlavor flavor) {}

  ProvidedFlavors(ClassLoader host, FlavorFolders folders, FlavorLoader loader) {
    this.host = host;
    this.folders = folders;
    this.loader = loader;
  }

  /** The flavors of Berth. */
  List<FlavorInfo> shipped() {
    return findShipped().stream().map(Found::info).toList();
  }

  /** The installed flavors. */
  List<FlavorInfo> installed() {
    return findInstalled().stream().map(Found::info).toList();
  }

  /**
   * The flavor of Berth with this name.
   *
   * @throws BerthException {@link ErrorCode#FLAVOR} when it is broken
   */
  Optional<LoadedFlavor> shipped(String name) {
    return named(name, onClassPath())
        .or(() -> named(name, ofFolder(name)))
        .or(() -> named(name, findShipped()))
        .map(ProvidedFlavors::usable);
  }

  /**
   * The installed flavor with this name.
   *
   * @throws BerthException {@link ErrorCode#FLAVOR} when it is broken
   */
  Optional<LoadedFlavor> installed(String name) {
    return named(name, findInstalled()).map(ProvidedFlavors::usable);
  }

  /** Forgets what was found. */
  void clear() {
    searched.clear();
  }

  private static LoadedFlavor usable(Found found) {
    if (found.flavor() == null) {
      throw new BerthException(
          ErrorCode.FLAVOR,
          "flavor '%s' is broken: %s"
              .formatted(found.info().name(), found.info().problem().orElse("")));
    }
    return found.flavor();
  }

  private static Optional<Found> named(String name, List<Found> among) {
    return among.stream().filter(found -> found.info().name().equals(name)).findFirst();
  }

  private List<Found> findShipped() {
    return Stream.concat(
            onClassPath().stream(),
            folders.ofShipped().stream().flatMap(folder -> in(folder).stream()))
        .toList();
  }

  private List<Found> findInstalled() {
    return folders.ofInstalled().stream()
        .flatMap(folder -> searched.computeIfAbsent(folder, this::loadInstalled).stream())
        .toList();
  }

  /** They are somebody else's code, whose constructors have a time limit. */
  private List<Found> loadInstalled(Path folder) {
    List<Found> found = new ArrayList<>();
    String name = String.valueOf(folder.getFileName());
    try {
      List<Path> classPath = folders.classPath(folder);
      classPath.forEach(ProvidedFlavors::requireSound);
      for (Path jar : FlavorFolder.jars(folder)) {
        FlavorJar listed = FlavorJar.of(jar);
        listed.problem().ifPresent(it -> found.add(broken(name, true, "", it)));
        for (String className : listed.flavorClasses()) {
          found.add(loadInstalled(name, className, classPath));
        }
      }
    } catch (BerthException e) {
      found.add(broken(name, true, "", String.valueOf(e.getMessage())));
    }
    return found;
  }

  private Found loadInstalled(String folder, String className, List<Path> classPath) {
    try {
      LoadedFlavor flavor = loader.load(folder, className, classPath);
      return new Found(new FlavorInfo(flavor.name(), true, className, Optional.empty()), flavor);
    } catch (BerthException e) {
      return broken(folder, true, className, String.valueOf(e.getMessage()));
    }
  }

  private List<Found> onClassPath() {
    return searched.computeIfAbsent(
        CLASS_PATH,
        it -> {
          List<Found> found = new ArrayList<>();
          search(host, "class path", List.of(), found);
          return found;
        });
  }

  /** Most flavors are in a folder of their name, so the others need not be loaded. */
  private List<Found> ofFolder(String name) {
    return folders.ofShipped().stream()
        .filter(folder -> folder.endsWith(name))
        .findFirst()
        .map(this::in)
        .orElse(List.of());
  }

  private List<Found> in(Path folder) {
    return searched.computeIfAbsent(
        folder,
        it -> {
          List<Found> found = new ArrayList<>();
          String name = String.valueOf(folder.getFileName());
          try {
            List<Path> jars = folders.classPath(folder);
            if (!jars.isEmpty()) {
              search(loader.open(name, jars), name, jars, found);
            }
          } catch (BerthException e) {
            found.add(broken(name, false, "", LoadFailure.reason(e)));
          }
          return found;
        });
  }

  private static void requireSound(Path jar) {
    ClassContainer.unsound(jar)
        .ifPresent(
            reason -> {
              throw new BerthException(ErrorCode.FLAVOR, reason);
            });
  }

  private static void search(ClassLoader from, String place, List<Path> jars, List<Found> found) {
    var providers = ServiceLoader.load(BaseContainerRegistryFlavor.class, from).stream().iterator();
    for (int broken = 0; broken < MAX_BROKEN; ) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        found.add(found(providers.next(), jars));
      } catch (ServiceConfigurationError | LinkageError e) {
        broken++;
        found.add(broken(place, false, "", LoadFailure.reason(e)));
      }
    }
  }

  private static Found found(
      ServiceLoader.Provider<BaseContainerRegistryFlavor> provider, List<Path> jars) {
    String className = provider.type().getName();
    try {
      BaseContainerRegistryFlavor flavor =
          LoadedFlavor.withContextLoader(provider.type().getClassLoader(), provider);
      var known = new LoadedFlavor(FlavorLoader.validName(flavor), false, flavor, jars);
      return new Found(new FlavorInfo(known.name(), false, className, Optional.empty()), known);
    } catch (BerthException | ServiceConfigurationError | LinkageError e) {
      return broken(className, false, className, LoadFailure.reason(e));
    }
  }

  private static Found broken(String name, boolean custom, String className, String reason) {
    return new Found(new FlavorInfo(name, custom, className, Optional.of(reason)), null);
  }
}
