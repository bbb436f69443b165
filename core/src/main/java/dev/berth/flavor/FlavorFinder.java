package dev.berth.flavor;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.CustomFlavor;
import dev.berth.text.Suggestions;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The flavors: those of Berth and installed ones, found with {@link ServiceLoader} in their folders
 * and on the class path, and custom ones. A broken flavor does not affect the others. Not safe for
 * use by several threads.
 */
public final class FlavorFinder implements AutoCloseable {
  private final FlavorFolders folders;
  private final FlavorLoader loader;
  private final CodeConsent consent;
  private final boolean locked;
  private final Map<CustomFlavor, LoadedFlavor> loaded = new HashMap<>();
  private final ProvidedFlavors provided;

  /**
   * Creates a finder; nothing is searched yet.
   *
   * @param host the class loader whose SPI the flavors share, and whose class path is searched
   * @param folders the folders of flavors that need no registration
   * @param consent decides whether a custom flavor may run
   * @param locked whether each custom flavor may only be loaded from the jars that were registered
   */
  public FlavorFinder(
      ClassLoader host, FlavorFolders folders, CodeConsent consent, boolean locked) {
    this.consent = consent;
    this.locked = locked;
    this.folders = folders;
    this.loader = new FlavorLoader(host);
    this.provided = new ProvidedFlavors(host, folders, loader);
  }

  /** A finder that only loads flavors that are named by their classes, and may run. */
  public static FlavorFinder ofClasses(ClassLoader host) {
    return new FlavorFinder(
        host,
        new FlavorFolders(Optional.empty(), Optional.empty()),
        (flavorClass, classPath) -> {},
        false);
  }

  /**
   * All flavors: those of Berth, custom ones, and installed ones. Broken ones have a problem, and
   * so have installed ones with the name of another flavor, which are not used.
   */
  public List<FlavorInfo> list(List<CustomFlavor> custom) {
    List<FlavorInfo> all = new ArrayList<>(listShipped());
    custom.stream().map(this::customInfo).forEach(all::add);
    Set<String> taken = all.stream().map(FlavorInfo::name).collect(Collectors.toSet());
    provided.installed().stream()
        .map(info -> taken.contains(info.name()) ? info.unused() : info)
        .forEach(all::add);
    return all;
  }

  /** The flavors of Berth; broken ones have a problem. */
  public List<FlavorInfo> listShipped() {
    return provided.shipped();
  }

  /** The names of all flavors. */
  public List<String> names(List<CustomFlavor> custom) {
    return Stream.concat(
            Stream.concat(provided.shipped().stream(), provided.installed().stream())
                .map(FlavorInfo::name),
            custom.stream().map(CustomFlavor::name))
        .distinct()
        .toList();
  }

  /**
   * Returns the flavor with this name.
   *
   * @throws BerthException {@link ErrorCode#FLAVOR} when there is no flavor with this name, or it
   *     is broken
   */
  public LoadedFlavor get(String name, List<CustomFlavor> custom) {
    Optional<LoadedFlavor> shipped = provided.shipped(name);
    if (shipped.isPresent()) {
      return shipped.get();
    }
    for (CustomFlavor each : custom) {
      if (each.name().equals(name)) {
        return load(each);
      }
    }
    return provided
        .installed(name)
        .orElseThrow(
            () ->
                new BerthException(
                    ErrorCode.FLAVOR,
                    "there is no flavor '" + name + "'",
                    Suggestions.hints(name, "flavors", names(custom))));
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
    return jars(Stream.concat(Stream.of(flavors), FlavorFolder.folders(flavors).stream()));
  }

  /** The jars of installed flavors, without those of their libraries. */
  public List<FlavorJar> installedJars() {
    return jars(folders.ofInstalled().stream());
  }

  private static List<FlavorJar> jars(Stream<Path> folders) {
    return folders
        .flatMap(folder -> FlavorFolder.jars(folder).stream())
        .map(FlavorJar::of)
        .toList();
  }

  private LoadedFlavor load(CustomFlavor custom) {
    LoadedFlavor known = loaded.get(custom);
    if (known != null) {
      return known;
    }
    return load(custom, allowed(custom));
  }

  private LoadedFlavor load(CustomFlavor custom, Allowed code) {
    LoadedFlavor flavor =
        loader
            .load(
                custom.name(),
                custom.flavorClass(),
                folders.withLibraries(custom.name(), code.classPath()))
            .withDifference(code.difference());
    if (!flavor.name().equals(custom.name())) {
      throw new BerthException(
          ErrorCode.FLAVOR,
          "flavor '%s' has changed its name to '%s'".formatted(custom.name(), flavor.name()),
          "rename it, also for the registries that use it:"
              + " berth container-registry flavor register --replace "
              + custom.flavorClass());
    }
    loaded.put(custom, flavor);
    return flavor;
  }

  /** Code that may run. Both the consent and the record read all of its jars. */
  private record Allowed(List<Path> classPath, Optional<String> difference) {}

  private Allowed allowed(CustomFlavor custom) {
    List<Path> classPath = classPath(custom);
    consent.require(custom.flavorClass(), classPath);
    Optional<String> difference = RecordedCode.difference(custom, classPath);
    if (locked || custom.locked()) {
      requireNoFolder(custom, classPath);
      requireRecorded(custom, difference);
    }
    return new Allowed(classPath, difference);
  }

  /** Whether a jar's index names it, so that it need not be loaded to be listed. */
  private static boolean isIndexed(CustomFlavor custom, List<Path> classPath) {
    return RecordedCode.place(custom.flavorClass(), classPath)
        .flatMap(path -> FlavorIndex.name(path, custom.flavorClass()))
        .filter(custom.name()::equals)
        .isPresent();
  }

  private static void requireNoFolder(CustomFlavor custom, List<Path> classPath) {
    classPath.stream()
        .filter(Files::isDirectory)
        .findFirst()
        .ifPresent(
            folder -> {
              throw new BerthException(
                  ErrorCode.FLAVOR,
                  "flavor '%s' is locked, and loaded from the folder of classes %s, which cannot be locked"
                      .formatted(custom.name(), folder),
                  "put its jar into %s, and register it again: berth container-registry flavor register %s"
                      .formatted(
                          Path.of(custom.sourceRoot()).resolve("flavors"), custom.flavorClass()));
            });
  }

  private static void requireRecorded(CustomFlavor custom, Optional<String> difference) {
    boolean unknown = custom.code().isEmpty();
    if (unknown || difference.isPresent()) {
      throw new BerthException(
          ErrorCode.FLAVOR,
          unknown
              ? "flavor '%s' is locked, and its jars were not recorded".formatted(custom.name())
              : difference.get() + "; it is locked",
          "if that is meant, register it again: berth container-registry flavor register "
              + custom.flavorClass());
    }
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
      if (!loaded.containsKey(custom)) {
        Allowed code = allowed(custom);
        if (!isIndexed(custom, code.classPath())) {
          load(custom, code);
        }
      }
    } catch (BerthException e) {
      problem = Optional.of(e.getMessage());
    }
    return new FlavorInfo(custom.name(), true, custom.flavorClass(), problem);
  }

  /** Closes the flavors' class loaders. */
  @Override
  public void close() {
    loader.close();
    loaded.clear();
    provided.clear();
  }
}
