package dev.berth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.berth.auth.CredentialChain;
import dev.berth.auth.SecretStore;
import dev.berth.auth.SecretValues;
import dev.berth.config.BoundConfig;
import dev.berth.config.ConfigBinder;
import dev.berth.config.ConfigSchema;
import dev.berth.config.PropertyNames;
import dev.berth.flavor.CustomFlavor;
import dev.berth.flavor.FlavorFinder;
import dev.berth.flavor.FlavorInfo;
import dev.berth.flavor.LoadedFlavor;
import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.push.RegistryAccess;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BaseContainerRegistryConfig;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.SecretReference;
import dev.berth.store.RegisteredRegistry;
import dev.berth.store.Store;
import dev.berth.store.StoreContent;
import dev.berth.text.Suggestions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Registered registries and the flavors that they are of: the one service that the command and
 * other programs call.
 *
 * <p>All methods throw {@link BerthException}: {@link ErrorCode#INVALID} for a name or value that
 * is not valid or does not exist, {@link ErrorCode#FLAVOR} for flavors, {@link ErrorCode#STORE} for
 * the store; when one throws, nothing has changed. Not safe for use by several threads; many may
 * have one each, on one store.
 */
public final class Registries implements AutoCloseable {
  static final String CONFIGURATION = "its configuration class";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

  private final BerthHome home;
  private final Store store;
  private final FlavorFinder flavors;
  private final SecretValues secrets;
  private final ConfigBinder binder;
  private final RegistryUse use;

  /**
   * Opens the registries of a store. Nothing is read yet.
   *
   * @param home the folders
   * @param environment the environment variables, for credentials
   * @param access asks registries what a push will meet
   */
  public Registries(
      BerthHome home, Map<String, String> environment, RegistryAccess.Factory access) {
    this.home = home;
    this.store = new Store(home.store());
    this.flavors = new FlavorFinder(Registries.class.getClassLoader(), home.shippedFlavors());
    this.secrets = new SecretValues(environment, new SecretStore(home.userFolder(), environment));
    this.binder = new ConfigBinder();
    this.use =
        new RegistryUse(
            binder, secrets, new CredentialChain(environment, home.userHome(), secrets), access);
  }

  /**
   * Registers a registry.
   *
   * @param properties its configuration, text or JSON, in any spelling of the properties' names
   */
  public Registration register(String name, String flavorName, Map<String, JsonNode> properties) {
    requireValidName(name);
    StoreContent before = store.read();
    requireFree(name, before);
    LoadedFlavor flavor = flavors.get(flavorName, before.flavors());
    BoundConfig bound = bind(flavor, properties);
    requireSecrets(bound);
    var registry = new RegisteredRegistry(name, flavorName, bound.given());
    store.change(
        content -> {
          requireFree(name, content);
          requireFlavor(flavor, content);
          return content.withRegistries(with(content.registries(), registry));
        });
    return new Registration(registry, flavor.notice(bound.config()));
  }

  /** All registered registries, in the order of their registration. */
  public List<RegisteredRegistry> list() {
    return store.read().registries();
  }

  /** Describes a registered registry with all that its configuration says, defaults included. */
  public RegistryDescription describe(String name) {
    StoreContent content = store.read();
    RegisteredRegistry registry = get(name, content);
    LoadedFlavor flavor = flavors.get(registry.flavor(), content.flavors());
    BoundConfig bound = bind(flavor, registry.properties());
    return new RegistryDescription(
        name, flavor.name(), flavor.custom(), registry.uri(), bound.effective());
  }

  /** Sets properties of a registered registry; the others stay. */
  public RegisteredRegistry update(String name, Map<String, JsonNode> changes) {
    return reconfigure(
        name,
        (flavor, properties) -> {
          var merged = new LinkedHashMap<>(properties);
          var given = new HashSet<String>();
          changes.forEach(
              (property, value) -> {
                String proper = names(flavor).find(property).orElse(property);
                if (!given.add(proper)) {
                  throw new BerthException(
                      ErrorCode.INVALID, "property '" + proper + "' is given twice");
                }
                merged.put(proper, value);
              });
          return merged;
        });
  }

  /**
   * Takes properties out of a registered registry's configuration, so that their defaults apply.
   */
  public RegisteredRegistry removeAttributes(String name, Collection<String> attributes) {
    return reconfigure(
        name,
        (flavor, properties) -> {
          var rest = new LinkedHashMap<>(properties);
          for (String attribute : attributes) {
            String proper = names(flavor).find(attribute).orElse(attribute);
            if (rest.remove(proper) == null) {
              throw new BerthException(
                  ErrorCode.INVALID,
                  "registry '%s' has no property '%s' set".formatted(name, attribute),
                  Suggestions.hints(attribute, "properties set", properties.keySet()));
            }
          }
          return rest;
        });
  }

  /** Gives a registered registry another name. */
  public RegisteredRegistry rename(String name, String newName) {
    requireValidName(newName);
    return get(
        newName,
        store.change(
            content -> {
              RegisteredRegistry registry = get(name, content);
              requireFree(newName, content);
              var renamed =
                  new RegisteredRegistry(newName, registry.flavor(), registry.configuration());
              return content.withRegistries(replaced(content.registries(), name, renamed));
            }));
  }

  /** Registers the same flavor and configuration once more under another name. */
  public RegisteredRegistry copy(String name, String newName) {
    requireValidName(newName);
    return get(
        newName,
        store.change(
            content -> {
              RegisteredRegistry registry = get(name, content);
              requireFree(newName, content);
              var copy =
                  new RegisteredRegistry(
                      newName, registry.flavor(), registry.configuration().deepCopy());
              return content.withRegistries(with(content.registries(), copy));
            }));
  }

  /** Deletes registered registries: all of them, or none when one of the names does not exist. */
  public void delete(Collection<String> names) {
    store.change(
        content -> {
          names.forEach(name -> get(name, content));
          return content.withRegistries(
              content.registries().stream()
                  .filter(registry -> !names.contains(registry.name()))
                  .toList());
        });
  }

  /**
   * Registers a custom flavor by the name of its class.
   *
   * @param className fully qualified, in dot notation
   * @param jars further jars, in which it is looked for before the source root
   */
  public FlavorInfo registerFlavor(String className, List<Path> jars) {
    List<Path> absolute = jars.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    for (Path jar : absolute) {
      if (!Files.isRegularFile(jar)) {
        throw new BerthException(ErrorCode.FLAVOR, "there is no jar " + jar);
      }
    }
    LoadedFlavor flavor = flavors.load(className, home.sourceRoot(), absolute);
    var custom =
        new CustomFlavor(
            flavor.name(),
            className,
            home.sourceRoot().toString(),
            absolute.stream().map(Path::toString).toList());
    store.change(
        content -> {
          if (flavors.names(content.flavors()).contains(custom.name())) {
            throw new BerthException(
                ErrorCode.INVALID,
                "there is already a flavor '%s'".formatted(custom.name()),
                "give yours another name, or delete the custom one first");
          }
          return content.withFlavors(
              Stream.concat(content.flavors().stream(), Stream.of(custom)).toList());
        });
    return new FlavorInfo(custom.name(), true, className, Optional.empty());
  }

  /** All flavors, shipped and custom, usable and broken. */
  public List<FlavorInfo> flavors() {
    return flavors.list(store.read().flavors());
  }

  /** The flavor with this name. */
  public LoadedFlavor flavor(String name) {
    return flavors.get(name, store.read().flavors());
  }

  /** The names of a flavor's properties. */
  public PropertyNames propertiesOfFlavor(String name) {
    return names(flavor(name));
  }

  /** The names of the properties that a registered registry's flavor has. */
  public PropertyNames propertiesOf(String registryName) {
    StoreContent content = store.read();
    return names(flavors.get(get(registryName, content).flavor(), content.flavors()));
  }

  private static PropertyNames names(LoadedFlavor flavor) {
    return flavor.call(CONFIGURATION, () -> PropertyNames.of(flavor.configClass()));
  }

  private BoundConfig bind(LoadedFlavor flavor, Map<String, JsonNode> properties) {
    return flavor.call(CONFIGURATION, () -> binder.bind(flavor.configClass(), properties));
  }

  /** What a configuration names must be there; whether it is right shows when it is used. */
  private void requireSecrets(BoundConfig bound) {
    List<SecretReference> missing =
        SecretUse.of(bound.given()).stream()
            .filter(value -> !secrets.has(value.secret(), value.key()))
            .toList();
    if (!missing.isEmpty()) {
      throw secrets.missing(missing);
    }
  }

  /** The properties of a flavor's configuration, as a JSON Schema. */
  public ObjectNode flavorSchema(String name) {
    LoadedFlavor flavor = flavor(name);
    return flavor.call(CONFIGURATION, () -> ConfigSchema.of(flavor.configClass()));
  }

  /** Deletes a custom flavor that no registered registry is of. */
  public void deleteFlavor(String name) {
    store.change(
        content -> {
          List<CustomFlavor> rest =
              content.flavors().stream().filter(flavor -> !flavor.name().equals(name)).toList();
          if (rest.size() == content.flavors().size()) {
            throw notCustom(name, content);
          }
          List<String> users =
              content.registries().stream()
                  .filter(registry -> registry.flavor().equals(name))
                  .map(RegisteredRegistry::name)
                  .toList();
          if (!users.isEmpty()) {
            throw new BerthException(
                ErrorCode.INVALID,
                "flavor '%s' is in use by %s".formatted(name, String.join(", ", users)),
                "delete these registries first");
          }
          return content.withFlavors(rest);
        });
  }

  /**
   * Pushes an image.
   *
   * @param engine gives the engine, which is asked for only when everything before the push was
   *     well
   */
  public PushedImage push(
      ImageReference image,
      PushOptions options,
      Supplier<? extends PushEngine> engine,
      PushListener listener) {
    StoreContent content = store.read();
    RegisteredRegistry registry = owner(image, options.registry(), content);
    LoadedFlavor flavor = flavors.get(registry.flavor(), content.flavors());
    return use.push(registry, flavor, image, options, engine, listener);
  }

  /**
   * Looks at everything that must hold before a push; changes nothing.
   *
   * @param target the name of a registered registry, or an image that one owns
   * @param registryName the registry to check the image with, if not the most specific one
   * @param listener told of what a push would warn of beside the checks
   */
  public CheckReport check(String target, Optional<String> registryName, PushListener listener) {
    StoreContent content = store.read();
    Optional<RegisteredRegistry> named =
        registryName.isPresent() ? Optional.empty() : find(target, content);
    Optional<ImageReference> image =
        named.isPresent() ? Optional.empty() : Optional.of(image(target, content));
    RegisteredRegistry registry =
        named.orElseGet(() -> owner(image.orElseThrow(), registryName, content));
    LoadedFlavor flavor = flavors.get(registry.flavor(), content.flavors());
    return use.check(registry, flavor, image, listener);
  }

  private static RegisteredRegistry owner(
      ImageReference image, Optional<String> registryName, StoreContent content) {
    return registryName.isPresent()
        ? ImageOwner.require(get(registryName.get(), content), image, content)
        : ImageOwner.find(image, content);
  }

  /** A word alone is more likely a mistyped registry than an image of Docker Hub's. */
  private static ImageReference image(String target, StoreContent content) {
    if (NAME.matcher(target).matches()) {
      get(target, content);
    }
    return ImageReference.parse(target);
  }

  /**
   * Loads what the first use of a store and of a configuration in a process would load while its
   * user waits; for a thread that has nothing better to do.
   */
  public static void prepare() {
    new Store(Path.of("")).prepare();
    try (var binder = new ConfigBinder()) {
      binder.bind(BaseContainerRegistryConfig.class, Map.of("uri", TextNode.valueOf("localhost")));
    }
  }

  private interface Reconfiguration {
    Map<String, JsonNode> apply(LoadedFlavor flavor, Map<String, JsonNode> properties);
  }

  private RegisteredRegistry reconfigure(String name, Reconfiguration change) {
    StoreContent before = store.read();
    RegisteredRegistry present = get(name, before);
    RegisteredRegistry changed = reconfigured(present, before, change);
    return get(
        name,
        store.change(
            content -> {
              // Validating takes long, so it is done again under the lock only if someone came
              // between.
              RegisteredRegistry now = get(name, content);
              return content.withRegistries(
                  replaced(
                      content.registries(),
                      name,
                      now.equals(present) ? changed : reconfigured(now, content, change)));
            }));
  }

  private RegisteredRegistry reconfigured(
      RegisteredRegistry registry, StoreContent content, Reconfiguration change) {
    LoadedFlavor flavor = flavors.get(registry.flavor(), content.flavors());
    Map<String, JsonNode> properties = change.apply(flavor, registry.properties());
    BoundConfig bound = bind(flavor, properties);
    requireSecrets(bound);
    return new RegisteredRegistry(registry.name(), registry.flavor(), bound.given());
  }

  private static Optional<RegisteredRegistry> find(String name, StoreContent content) {
    return content.registries().stream()
        .filter(registry -> registry.name().equals(name))
        .findFirst();
  }

  private static RegisteredRegistry get(String name, StoreContent content) {
    return find(name, content)
        .orElseThrow(
            () ->
                new BerthException(
                    ErrorCode.INVALID,
                    "there is no registry '" + name + "'",
                    Suggestions.hints(
                        name,
                        "registries",
                        content.registries().stream().map(RegisteredRegistry::name).toList())));
  }

  private static void requireValidName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "'" + name + "' is no name for a registry",
          "names are a-z, 0-9, '.', '_' and '-', begin with a letter or a digit, and have at most 63"
              + " characters");
    }
  }

  private static void requireFree(String name, StoreContent content) {
    if (find(name, content).isPresent()) {
      throw new BerthException(
          ErrorCode.INVALID, "there is already a registry '" + name + "'", "it is unchanged");
    }
  }

  private void requireFlavor(LoadedFlavor flavor, StoreContent content) {
    // Another process may have deleted it since it was loaded.
    if (flavor.custom() && !flavors.names(content.flavors()).contains(flavor.name())) {
      throw new BerthException(ErrorCode.FLAVOR, "there is no flavor '" + flavor.name() + "'");
    }
  }

  private BerthException notCustom(String name, StoreContent content) {
    return flavors.names(content.flavors()).contains(name)
        ? new BerthException(
            ErrorCode.INVALID, "flavor '" + name + "' came with Berth and cannot be deleted")
        : new BerthException(
            ErrorCode.FLAVOR,
            "there is no flavor '" + name + "'",
            Suggestions.hints(name, "flavors", flavors.names(content.flavors())));
  }

  private static List<RegisteredRegistry> with(
      List<RegisteredRegistry> registries, RegisteredRegistry added) {
    return Stream.concat(registries.stream(), Stream.of(added)).toList();
  }

  private static List<RegisteredRegistry> replaced(
      List<RegisteredRegistry> registries, String name, RegisteredRegistry by) {
    var result = new ArrayList<>(registries);
    result.replaceAll(registry -> registry.name().equals(name) ? by : registry);
    return result;
  }

  /** Closes the flavors' class loaders. */
  @Override
  public void close() {
    binder.close();
    flavors.close();
  }
}
