package dev.berth.flavor;

import dev.berth.spi.BaseContainerRegistryFlavor;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.CustomFlavor;
import dev.berth.text.Suggestions;
import java.nio.file.InvalidPathException;
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
 * The flavors: those of Berth, found with {@link ServiceLoader} in the folders of the distribution
 * and on the class path, and custom ones. A broken flavor does not affect the others. Not safe for
 * use by several threads.
 */
public final class FlavorFinder implements AutoCloseable {
  private static final Path CLASS_PATH = Path.of("");
  // A broken services file makes the loader throw once per line; this is the limit.
  private static final int MAX_BROKEN = 1000;

  private final ClassLoader host;
  private final Optional<Path> shippedFolder;
  private final FlavorLoader loader;
  private final CodeConsent consent;
  private final Map<CustomFlavor, LoadedFlavor> loaded = new HashMap<>();
  // Keys are the folders of the distribution.
  private final Map<Path, List<Found>> searched = new HashMap<>();

  private record Found(FlavorInfo info, @Nullable LoadedFlavor flavor) {}

  /**
   * Creates a finder; nothing is searched yet.
   *
   * @param host the class loader whose SPI the flavors share, and whose class path is searched
   * @param shippedFolder the folder {@code flavors} of the distribution, with a folder for each
   *     flavor module
   * @param consent decides whether a custom flavor may run
   */
  public FlavorFinder(ClassLoader host, Optional<Path> shippedFolder, CodeConsent consent) {
    this.host = host;
    this.consent = consent;
    this.shippedFolder = shippedFolder;
    this.loader = new FlavorLoader(host);
  }

  /** All flavors, those of Berth first; broken ones have a problem. */
  public List<FlavorInfo> list(List<CustomFlavor> custom) {
    return Stream.concat(shipped().stream().map(Found::info), custom.stream().map(this::customInfo))
        .toList();
  }

  /** The names of all flavors. */
  public List<String> names(List<CustomFlavor> custom) {
    return Stream.concat(
            shipped().stream().map(found -> found.info().name()),
            custom.stream().map(CustomFlavor::name))
        .toList();
  }

  /**
   * Returns the flavor with this name.
   *
   * @throws BerthException {@link ErrorCode#FLAVOR} when there is no flavor with this name, or it
   *     is broken
   */
  public LoadedFlavor get(String name, List<CustomFlavor> custom) {
    Optional<Found> found =
        named(name, onClassPath())
            .or(() -> named(name, ofFolder(name)))
            .or(() -> named(name, shipped()));
    if (found.isPresent()) {
      return usable(found.get());
    }
    for (CustomFlavor each : custom) {
      if (each.name().equals(name)) {
        return load(each);
      }
    }
    throw new BerthException(
        ErrorCode.FLAVOR,
        "there is no flavor '" + name + "'",
        Suggestions.hints(name, "flavors", names(custom)));
  }

  /**
   * Loads a flavor by the name of its class, which the user gave.
   *
   * @param jars additional jars, which are searched first
   * @throws BerthException {@link ErrorCode#FLAVOR} when it is missing or broken
   */
  public LoadedFlavor load(String className, Path sourceRoot, List<Path> jars) {
    return loader.load(className, className, FlavorLoader.classPath(className, sourceRoot, jars));
  }

  /**
   * The jars and folders of classes that a custom flavor would run.
   *
   * @throws BerthException {@link ErrorCode#FLAVOR} when its class is missing, or its jar unsound
   */
  public static List<Path> classPath(CustomFlavor custom) {
    try {
      requireAbsolute(custom);
      return FlavorLoader.classPath(
          custom.flavorClass(),
          Path.of(custom.sourceRoot()),
          custom.jars().stream().map(Path::of).toList());
    } catch (InvalidPathException e) {
      throw new BerthException(
          ErrorCode.FLAVOR,
          "flavor '%s' has a stored path that is invalid".formatted(custom.name()),
          e);
    }
  }

  /** The jars in the folder {@code flavors} of a source root and in its folders. */
  public static List<FlavorJar> jars(Path sourceRoot) {
    Path flavors = sourceRoot.resolve("flavors");
    return Stream.concat(Stream.of(flavors), FlavorFolder.folders(flavors).stream())
        .flatMap(folder -> FlavorFolder.jars(folder).stream())
        .map(FlavorJar::of)
        .toList();
  }

  private LoadedFlavor load(CustomFlavor custom) {
    LoadedFlavor known = loaded.get(custom);
    if (known != null) {
      return known;
    }
    List<Path> classPath = classPath(custom);
    consent.require(custom.flavorClass(), classPath);
    LoadedFlavor flavor = loader.load(custom.name(), custom.flavorClass(), classPath);
    if (!flavor.name().equals(custom.name())) {
      throw new BerthException(
          ErrorCode.FLAVOR,
          "flavor '%s' has changed its name to '%s'; delete it and register it again"
              .formatted(custom.name(), flavor.name()));
    }
    loaded.put(custom, flavor);
    return flavor;
  }

  /** The meaning of a relative path would depend on the current folder. */
  private static void requireAbsolute(CustomFlavor custom) {
    boolean absolute =
        Stream.concat(Stream.of(custom.sourceRoot()), custom.jars().stream())
            .allMatch(path -> Path.of(path).isAbsolute());
    if (!absolute) {
      throw new BerthException(
          ErrorCode.FLAVOR,
          "flavor '" + custom.name() + "' has a stored path that is not absolute",
          "delete it and register it again");
    }
  }

  private FlavorInfo customInfo(CustomFlavor custom) {
    Optional<String> problem = Optional.empty();
    try {
      load(custom);
    } catch (BerthException e) {
      problem = Optional.of(e.getMessage());
    }
    return new FlavorInfo(custom.name(), true, custom.flavorClass(), problem);
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

  private List<Found> shipped() {
    return Stream.concat(
            onClassPath().stream(),
            shippedFolder.map(FlavorFolder::folders).orElse(List.of()).stream()
                .flatMap(folder -> in(folder).stream()))
        .toList();
  }

  private List<Found> onClassPath() {
    return searched.computeIfAbsent(
        CLASS_PATH,
        it -> {
          List<Found> found = new ArrayList<>();
          search(host, List.of(), "class path", found);
          return found;
        });
  }

  /** Most flavors are in a folder of their name, so the others need not be loaded. */
  private List<Found> ofFolder(String name) {
    return shippedFolder.map(FlavorFolder::folders).orElse(List.of()).stream()
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
          List<Path> jars = FlavorFolder.shipped(folder);
          if (!jars.isEmpty()) {
            String name = String.valueOf(folder.getFileName());
            search(loader.open(name, jars), jars, name, found);
          }
          return found;
        });
  }

  private static void search(ClassLoader from, List<Path> jars, String place, List<Found> found) {
    var providers = ServiceLoader.load(BaseContainerRegistryFlavor.class, from).stream().iterator();
    for (int broken = 0; broken < MAX_BROKEN; ) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        found.add(found(providers.next(), jars));
      } catch (ServiceConfigurationError | LinkageError e) {
        broken++;
        found.add(broken(place, "", e));
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
      return broken(className, className, e);
    }
  }

  private static Found broken(String name, String className, Throwable problem) {
    String reason = LoadFailure.reason(problem);
    return new Found(new FlavorInfo(name, false, className, Optional.of(reason)), null);
  }

  /** Closes the flavors' class loaders. */
  @Override
  public void close() {
    loader.close();
    loaded.clear();
    searched.clear();
  }
}
