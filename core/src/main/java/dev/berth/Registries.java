package dev.berth;

import dev.berth.check.CheckReport;
import dev.berth.config.BoundConfig;
import dev.berth.config.ConfigurationChange;
import dev.berth.config.PropertyNames;
import dev.berth.config.SecretReferences;
import dev.berth.flavor.FlavorFinder;
import dev.berth.flavor.LoadedFlavor;
import dev.berth.push.PushListener;
import dev.berth.reference.Name;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.RegisteredRegistry;
import dev.berth.store.Store;
import dev.berth.store.StoreContent;
import dev.berth.trust.Trust;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Registers and checks registries, and pushes images to them.
 *
 * <p>All methods throw {@link BerthException}: {@link ErrorCode#INVALID} for a name or value that
 * is invalid or does not exist, {@link ErrorCode#FLAVOR} for flavors, {@link ErrorCode#STORE} for
 * the store; a method that throws changes nothing. Not safe for use by several threads, except
 * {@link #cancel}; each thread can have its own, with one store.
 */
public final class Registries implements AutoCloseable {
  /** The highest number of targets of one push. */
  public static final int MAX_TARGETS = 64;

  private final Store store;
  private final Trust trust;
  private final FlavorFinder flavors;
  private final HostServices services;
  private final Configurations configurations;
  private final Engines engines;
  private final Pushes pushes;

  Registries(RegistriesBuilder builder) {
    BerthHome home = builder.home();
    this.store = new Store(home.store());
    this.trust = home.trust();
    this.flavors =
        new FlavorFinder(
            Registries.class.getClassLoader(), home.flavorFolders(), trust, home.locked());
    this.services = HostServices.open(builder.environment(), home, builder.access());
    this.configurations = new Configurations(flavors, services);
    this.engines =
        new Engines(builder.environment(), home.userHome(), home.cache(), builder.uploadRate());
    this.pushes =
        new Pushes(store, trust, flavors, services, builder.engine().orElse(engines::open));
  }

  /** Opens the registries that {@code berth} uses in the current folder; nothing is read yet. */
  public static Registries open() {
    return builder().open();
  }

  /** Opens registries with other settings. */
  public static RegistriesBuilder builder() {
    return new RegistriesBuilder();
  }

  /**
   * Registers a registry.
   *
   * @param name its name: {@value Name#PATTERN}
   * @param flavorName the name of its flavor
   * @param properties its properties, by their names in any spelling: text, which is converted, or
   *     booleans, numbers, lists and maps
   */
  public Registration register(String name, String flavorName, Map<String, ?> properties) {
    Registration.requireValidName(name);
    StoreContent before = store.read();
    before.requireFree(name);
    LoadedFlavor flavor = flavors.get(flavorName, before.flavors());
    BoundConfig bound = configurations.bind(flavor, properties);
    services.secrets().requireExisting(SecretReferences.used(bound.given()));
    var registry = new RegisteredRegistry(name, flavorName, bound.given());
    store.change(
        content -> {
          requireFlavor(flavor, content);
          return content.with(registry);
        });
    trust.remember(registry);
    return Registration.of(registry, flavor, bound.config());
  }

  /** All registered registries, in the order of their names. */
  public List<RegisteredRegistry> list() {
    return store.read().sortedRegistries();
  }

  /** Describes a registered registry with its whole configuration, also one that is not valid. */
  public RegistryDescription describe(String name) {
    StoreContent content = store.read();
    RegisteredRegistry registry = content.registry(name);
    LoadedFlavor flavor = flavors.get(registry.flavor(), content.flavors());
    return configurations.describe(registry, flavor);
  }

  /** Sets properties of a registered registry; the others are unchanged. */
  public RegisteredRegistry update(String name, Map<String, ?> changes) {
    return update(name, changes, List.of());
  }

  /** Sets properties of a registered registry and removes others, in one step. */
  public RegisteredRegistry update(
      String name, Map<String, ?> changes, Collection<String> removed) {
    return reconfigure(
        name,
        (properties, names) ->
            ConfigurationChange.set(changes)
                .apply(ConfigurationChange.remove(name, removed).apply(properties, names), names));
  }

  /** Removes properties of a registered registry, so that their defaults apply. */
  public RegisteredRegistry removeAttributes(String name, Collection<String> attributes) {
    return reconfigure(name, ConfigurationChange.remove(name, attributes));
  }

  /** Renames a registered registry. */
  public RegisteredRegistry rename(String name, String newName) {
    Registration.requireValidName(newName);
    return store
        .change(
            content -> {
              content.requireFree(newName);
              return content.replace(name, content.registry(name).named(newName));
            })
        .registry(newName);
  }

  /** Registers the same flavor and configuration under another name. */
  public RegisteredRegistry copy(String name, String newName) {
    Registration.requireValidName(newName);
    return store
        .change(content -> content.with(content.registry(name).named(newName)))
        .registry(newName);
  }

  /** Deletes registered registries: all, or none when one of the names does not exist. */
  public void delete(Collection<String> names) {
    store.change(content -> content.without(names));
  }

  /**
   * Discovers the registries that a login reaches.
   *
   * @param flavorName the name of their flavor
   * @param properties the properties of the login, as for {@link #register}; flavors whose
   *     registries have no central service need {@code uri} too
   * @param listener receives warnings, for instance of a part that could not be asked
   */
  public List<DiscoveredRegistry> discover(
      String flavorName, Map<String, ?> properties, PushListener listener) {
    StoreContent content = store.read();
    LoadedFlavor flavor = flavors.get(flavorName, content.flavors());
    try (var discovery = Discovery.open(flavor, properties, services, listener)) {
      return discovery.run(content);
    }
  }

  /** The names of a flavor's properties. */
  public PropertyNames propertiesOfFlavor(String flavorName) {
    return configurations.names(flavors.get(flavorName, store.read().flavors()));
  }

  /** The names of the properties of a registered registry. */
  public PropertyNames propertiesOf(String name) {
    StoreContent content = store.read();
    return configurations.names(flavors.get(content.registry(name).flavor(), content.flavors()));
  }

  /**
   * Pushes the Docker engine's image of this name to the registry that it belongs to.
   *
   * @param image a full reference
   */
  public PushedImage push(String image) {
    return push(image, PushOptions.DEFAULTS, PushListener.NONE);
  }

  /**
   * Pushes the image at a source to the registry that the target belongs to, without a Docker
   * engine.
   *
   * @param image the target, a full reference
   * @param source {@code oci:DIR[:TAG]}, {@code oci-archive:FILE[:TAG]}, {@code
   *     docker-archive:FILE[:REF]}, {@code docker-daemon:REF} or {@code
   *     registry:HOST/REPOSITORY[:TAG|@DIGEST]}
   */
  public PushedImage push(String image, String source) {
    return push(image, PushOptions.DEFAULTS.from(source), PushListener.NONE);
  }

  /**
   * Pushes an image.
   *
   * @param image a full reference; if the options name a registry, also {@code app:1.0} for an
   *     image below the registry's URI, or {@code :1.0} for its default repository
   * @param listener receives the progress
   */
  public PushedImage push(String image, PushOptions options, PushListener listener) {
    return pushes.push(image, options, listener);
  }

  /**
   * Pushes one image to several targets: tags, repositories and registries. The checks of all come
   * before the first byte of any; registries are pushed to at the same time. A target that fails
   * stops no other.
   *
   * @param images the targets, as for one, at most {@value #MAX_TARGETS}
   * @param listeners gives the listener of a target; they are called by several threads at once
   * @return what became of each, in their order
   * @throws BerthException {@link ErrorCode#INVALID} when a target belongs to no registry or is
   *     given twice; nothing was pushed then
   */
  public List<TargetResult> push(
      List<String> images, PushOptions options, Function<String, PushListener> listeners) {
    if (images.isEmpty() || images.size() > MAX_TARGETS) {
      throw new BerthException(
          ErrorCode.INVALID,
          "a push has from 1 to %d targets, not %d".formatted(MAX_TARGETS, images.size()));
    }
    return pushes.push(images, options, listeners);
  }

  /**
   * Reads images of registries.
   *
   * @param listener receives warnings, and where logins came from
   */
  public Images images(PushListener listener) {
    return new Images(pushes, listener);
  }

  /**
   * Checks the prerequisites of a push without changing anything.
   *
   * @param target the name of a registered registry, or an image as for {@link #push}
   * @param registryName the registry to check the image with; empty for the one whose URI is the
   *     longest match
   * @param listener receives warnings
   */
  public CheckReport check(String target, Optional<String> registryName, PushListener listener) {
    return pushes.check(target, registryName, listener);
  }

  /** Ends the direct pushes, now and later. Called by another thread; returns what was done. */
  public String cancel() {
    List<String> steps = engines.steps();
    engines.cancel();
    return steps.isEmpty() ? services.activity().toString() : String.join("; ", steps);
  }

  private RegisteredRegistry reconfigure(String name, ConfigurationChange change) {
    StoreContent before = store.read();
    RegisteredRegistry present = before.registry(name);
    RegisteredRegistry changed = configurations.changed(present, before, change);
    RegisteredRegistry stored =
        store
            .change(
                content -> {
                  // Validation takes long, so it runs again under the lock only after a change.
                  RegisteredRegistry now = content.registry(name);
                  return content.replace(
                      name,
                      now.equals(present) ? changed : configurations.changed(now, content, change));
                })
            .registry(name);
    trust.rememberChange(present, stored);
    return stored;
  }

  private void requireFlavor(LoadedFlavor flavor, StoreContent content) {
    // Another process may have deleted it in the meantime.
    if (flavor.custom() && !flavors.names(content.flavors()).contains(flavor.name())) {
      throw new BerthException(ErrorCode.FLAVOR, "there is no flavor '" + flavor.name() + "'");
    }
  }

  /** Closes connections and the flavors' class loaders. */
  @Override
  public void close() {
    engines.close();
    services.binder().close();
    flavors.close();
  }
}
