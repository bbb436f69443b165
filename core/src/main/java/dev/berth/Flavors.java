package dev.berth;

import dev.berth.config.ConfigBinder;
import dev.berth.config.ConfigSchema;
import dev.berth.config.PropertyTypes;
import dev.berth.config.StoredConfig.Finding;
import dev.berth.flavor.FlavorFinder;
import dev.berth.flavor.FlavorInfo;
import dev.berth.flavor.FlavorJar;
import dev.berth.flavor.FlavorLibraries;
import dev.berth.flavor.FlavorRegistration;
import dev.berth.flavor.LoadedFlavor;
import dev.berth.flavor.RecordedCode;
import dev.berth.flavor.UnusedCode;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.CustomFlavor;
import dev.berth.store.RegisteredRegistry;
import dev.berth.store.Store;
import dev.berth.store.StoreContent;
import dev.berth.text.Suggestions;
import dev.berth.trust.Trust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The flavors: those that are part of Berth, and custom ones.
 *
 * <p>All methods throw {@link BerthException}: {@link ErrorCode#FLAVOR} for a flavor that is
 * missing or broken, {@link ErrorCode#INVALID} for a name that exists or is in use, {@link
 * ErrorCode#STORE} for the store; a method that throws changes nothing. Not safe for use by several
 * threads; each thread can have its own, with one store.
 */
public final class Flavors implements AutoCloseable {
  private final BerthHome home;
  private final Store store;
  private final Trust trust;
  private final FlavorFinder finder;
  private final UnusedCode unused;

  /** Opens the flavors of this process's folders, as the command does. Nothing is read yet. */
  public static Flavors open() {
    return new Flavors(BerthHome.find(System.getenv()));
  }

  /** Opens the flavors. Nothing is read yet. */
  public Flavors(BerthHome home) {
    this.home = home;
    this.store = new Store(home.store());
    this.trust = home.trust();
    this.finder =
        new FlavorFinder(
            Flavors.class.getClassLoader(), home.flavorFolders(), trust, home.locked());
    this.unused = new UnusedCode(home.sourceRoot());
  }

  /**
   * Registers a custom flavor, or replaces the one of its name and class. Registered registries
   * stay as they are; the result names those that the new flavor does not accept.
   *
   * @param className the fully qualified name of its class
   * @param jars additional jars, which are searched before the source root
   * @param replace whether it may also replace a flavor of another class
   * @param lock whether it may only be loaded from exactly the present jars; empty to leave that as
   *     it is
   */
  public FlavorRegistration register(
      String className, List<Path> jars, boolean replace, Optional<Boolean> lock) {
    List<Path> absolute = jars.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    for (Path jar : absolute) {
      if (!Files.isRegularFile(jar)) {
        throw new BerthException(ErrorCode.FLAVOR, "jar " + jar + " does not exist");
      }
      FlavorJar.requireReadable(jar);
    }
    LoadedFlavor flavor = finder.load(className, home.sourceRoot(), absolute);
    requireNotShipped(flavor.name());
    requireSupported(flavor);
    CustomFlavor custom = custom(flavor, absolute);
    var former = new AtomicReference<>(StoreContent.EMPTY);
    StoreContent content =
        store.change(
            present -> {
              former.set(present);
              boolean locked =
                  lock.orElse(
                      present.findFlavor(custom.name()).filter(CustomFlavor::locked).isPresent());
              return present.register(locked ? locked(custom) : custom, replace);
            });
    Optional<CustomFlavor> before = former.get().findFlavor(custom.name());
    rememberRenamed(former.get(), content);
    trust.rememberCode(custom.name(), className, flavor.paths());
    return new FlavorRegistration(
        new FlavorInfo(custom.name(), true, className, Optional.empty()),
        before.isPresent(),
        FlavorRegistration.changes(
            before.map(CustomFlavor::properties).orElse(Map.of()), custom.properties()),
        invalid(flavor, content),
        unused.warnings(className, absolute));
  }

  private CustomFlavor custom(LoadedFlavor flavor, List<Path> jars) {
    String className = flavor.flavorClass().getName();
    return new CustomFlavor(
        flavor.name(),
        className,
        home.sourceRoot().toString(),
        jars.stream().map(Path::toString).toList(),
        flavor.call(LoadedFlavor.CONFIGURATION, () -> ConfigSchema.types(flavor.configClass())),
        RecordedCode.version(className, flavor.paths()),
        RecordedCode.of(flavor.paths()),
        false);
  }

  private CustomFlavor locked(CustomFlavor custom) {
    if (custom.code().isEmpty()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "flavor '%s' is loaded from a folder of classes, which cannot be locked"
              .formatted(custom.name()),
          "put its jar into " + home.sourceRoot().resolve("flavors") + ", or use --no-lock");
    }
    return custom.asLocked();
  }

  /** The registries of a flavor that it does not accept, with the problems. */
  private static Map<String, FlavorRegistration.Invalid> invalid(
      LoadedFlavor flavor, StoreContent content) {
    Map<String, FlavorRegistration.Invalid> invalid = new TreeMap<>();
    try (var binder = new ConfigBinder()) {
      for (RegisteredRegistry registry : content.registries()) {
        if (registry.flavor().equals(flavor.name())) {
          Finding found = Configurations.examine(registry, flavor, binder);
          if (!found.problems().isEmpty()) {
            invalid.put(
                registry.name(), new FlavorRegistration.Invalid(found.problems(), found.repair()));
          }
        }
      }
    }
    return invalid;
  }

  /** All flavors, including broken ones, in the order of their names. */
  public List<FlavorInfo> list() {
    return finder.list(store.read().flavors()).stream()
        .sorted(Comparator.comparing(FlavorInfo::name))
        .toList();
  }

  /**
   * The jars in the folder {@code flavors} of the source root, with why one is not used, and those
   * of installed flavors; none of their code is loaded.
   */
  public List<FlavorJar> jars() {
    List<FlavorJar> ofProject =
        unused.marked(FlavorFinder.jars(home.sourceRoot()), store.read().flavors());
    return Stream.concat(ofProject.stream(), finder.installedJars().stream()).toList();
  }

  /**
   * A sentence for each library that hides another version of itself, and for classes of the build
   * that are not used.
   *
   * @param jars those of {@link #jars}
   */
  public List<String> warnings(List<FlavorJar> jars) {
    return unused.warnings(jars, store.read().flavors());
  }

  /** The flavors that are part of Berth; the store is not read. */
  public List<FlavorInfo> shipped() {
    return finder.listShipped();
  }

  /** The libraries that the implementation of a flavor needs. */
  public FlavorLibraries libraries(String name) {
    return finder.get(name, store.read().flavors()).libraries();
  }

  /**
   * Loads the flavors of a jar as {@link #register} does, without registering them.
   *
   * @param classPath the jar, and those of its libraries
   * @return their names
   */
  public List<String> examine(List<Path> classPath) {
    FlavorJar jar = FlavorJar.of(classPath.get(0));
    // A class that is listed and missing would be searched in the source root.
    jar.problem()
        .ifPresent(
            problem -> {
              throw new BerthException(ErrorCode.FLAVOR, jar.path().getFileName() + ": " + problem);
            });
    return jar.flavorClasses().stream()
        .map(
            className -> {
              LoadedFlavor flavor = finder.load(className, home.sourceRoot(), classPath);
              requireNotShipped(flavor.name());
              requireSupported(flavor);
              return flavor.name();
            })
        .toList();
  }

  /** The registered registries of this store that use a flavor. */
  public List<String> usersOf(String name) {
    return store.read().usersOf(name);
  }

  /** Describes a flavor and its properties. */
  public FlavorDescription describe(String name) {
    return FlavorDescription.of(finder.get(name, store.read().flavors()));
  }

  /** Deletes a custom flavor that no registry uses. */
  public void delete(String name) {
    store.change(
        content -> {
          StoreContent rest = content.withoutFlavor(name);
          if (rest.equals(content)) {
            throw notCustom(name, content);
          }
          List<String> users = content.usersOf(name);
          if (!users.isEmpty()) {
            throw new BerthException(
                ErrorCode.INVALID,
                "flavor '%s' is in use by %s".formatted(name, String.join(", ", users)),
                "delete these registries first");
          }
          return rest;
        });
  }

  private static void requireSupported(LoadedFlavor flavor) {
    List<String> problems =
        flavor.call(LoadedFlavor.CONFIGURATION, () -> PropertyTypes.problems(flavor.configClass()));
    if (!problems.isEmpty()) {
      throw new BerthException(
          ErrorCode.FLAVOR,
          "the configuration of the flavor '%s' cannot be used".formatted(flavor.name()),
          problems.toArray(String[]::new));
    }
  }

  /** The user who renames a flavor allows its registries to use it, if they were allowed. */
  private void rememberRenamed(StoreContent before, StoreContent after) {
    for (RegisteredRegistry registry : after.registries()) {
      before
          .findRegistry(registry.name())
          .filter(it -> !it.flavor().equals(registry.flavor()))
          .ifPresent(it -> trust.rememberChange(it, registry));
    }
  }

  private void requireNotShipped(String name) {
    if (shipped().stream().anyMatch(flavor -> flavor.name().equals(name))) {
      throw new BerthException(
          ErrorCode.INVALID,
          "flavor '%s' already exists".formatted(name),
          "rename yours: this one is part of Berth");
    }
  }

  private BerthException notCustom(String name, StoreContent content) {
    if (shipped().stream().anyMatch(flavor -> flavor.name().equals(name))) {
      return new BerthException(
          ErrorCode.INVALID, "flavor '" + name + "' is part of Berth and cannot be deleted");
    }
    List<String> names = finder.names(content.flavors());
    return names.contains(name)
        ? new BerthException(
            ErrorCode.INVALID,
            "flavor '" + name + "' is installed, not registered",
            "berth container-registry flavor uninstall " + name)
        : new BerthException(
            ErrorCode.FLAVOR,
            "there is no flavor '" + name + "'",
            Suggestions.hints(name, "flavors", names));
  }

  /** Closes the flavors' class loaders. */
  @Override
  public void close() {
    finder.close();
  }
}
