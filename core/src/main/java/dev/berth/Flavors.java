package dev.berth;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.berth.config.ConfigSchema;
import dev.berth.config.PropertyNames;
import dev.berth.flavor.FlavorFinder;
import dev.berth.flavor.FlavorInfo;
import dev.berth.flavor.LoadedFlavor;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.CustomFlavor;
import dev.berth.store.Store;
import dev.berth.store.StoreContent;
import dev.berth.text.Suggestions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** Opens the flavors of this process's folders, as the command does. Nothing is read yet. */
  public static Flavors open() {
    return new Flavors(BerthHome.find(System.getenv()));
  }

  /** Opens the flavors. Nothing is read yet. */
  public Flavors(BerthHome home) {
    this.home = home;
    this.store = new Store(home.store());
    this.trust = new Trust(home);
    this.finder = new FlavorFinder(Flavors.class.getClassLoader(), home.shippedFlavors(), trust);
  }

  /**
   * Registers a custom flavor.
   *
   * @param className the fully qualified name of its class
   * @param jars additional jars, which are searched before the source root
   */
  public FlavorInfo register(String className, List<Path> jars) {
    List<Path> absolute = jars.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    for (Path jar : absolute) {
      if (!Files.isRegularFile(jar)) {
        throw new BerthException(ErrorCode.FLAVOR, "jar " + jar + " does not exist");
      }
    }
    LoadedFlavor flavor = finder.load(className, home.sourceRoot(), absolute);
    var custom =
        new CustomFlavor(
            flavor.name(),
            className,
            home.sourceRoot().toString(),
            absolute.stream().map(Path::toString).toList());
    store.change(
        content -> {
          requireFree(custom.name(), content);
          return content.with(custom);
        });
    trust.rememberCode(custom.name(), className, flavor.paths());
    return new FlavorInfo(custom.name(), true, className, Optional.empty());
  }

  /** All flavors, including broken ones, in the order of their names. */
  public List<FlavorInfo> list() {
    return finder.list(store.read().flavors()).stream()
        .sorted(Comparator.comparing(FlavorInfo::name))
        .toList();
  }

  /** The flavors that are part of Berth; the store is not read. */
  public List<FlavorInfo> shipped() {
    return finder.list(List.of());
  }

  /** Describes a flavor and its properties. */
  public FlavorDescription describe(String name) {
    LoadedFlavor flavor = finder.get(name, store.read().flavors());
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("title", flavor.name());
    Optional.ofNullable(flavor.flavorClass().getAnnotation(JsonClassDescription.class))
        .ifPresent(it -> schema.put("description", it.value()));
    schema.putAll(
        flavor.call(LoadedFlavor.CONFIGURATION, () -> ConfigSchema.of(flavor.configClass())));
    return new FlavorDescription(
        flavor.name(),
        flavor.custom(),
        flavor.flavorClass().getName(),
        schema,
        PropertyNames.of(BaseContainerRegistryConfig.class).all(),
        flavor.capabilities().toMap());
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

  private void requireFree(String name, StoreContent content) {
    if (finder.names(content.flavors()).contains(name)) {
      throw new BerthException(
          ErrorCode.INVALID,
          "flavor '%s' already exists".formatted(name),
          content.flavors().stream().anyMatch(flavor -> flavor.name().equals(name))
              ? "rename yours, or delete the existing custom flavor first"
              : "rename yours: this one is part of Berth");
    }
  }

  private BerthException notCustom(String name, StoreContent content) {
    List<String> names = finder.names(content.flavors());
    return names.contains(name)
        ? new BerthException(
            ErrorCode.INVALID, "flavor '" + name + "' is part of Berth and cannot be deleted")
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
