package dev.berth;

import dev.berth.config.BoundConfig;
import dev.berth.config.ConfigBinder;
import dev.berth.config.SecretReferences;
import dev.berth.flavor.LoadedFlavor;
import dev.berth.push.PushListener;
import dev.berth.reference.ImageReference;
import dev.berth.reference.KnownSecrets;
import dev.berth.reference.PlainText;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BaseContainerRegistryFlavor.Discovered;
import dev.berth.spi.BerthException;
import dev.berth.spi.Check;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.Login;
import dev.berth.spi.PushPlan;
import dev.berth.store.RegisteredRegistry;
import dev.berth.store.StoreContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks a flavor which registries a login reaches.
 *
 * @see "docs/decisions/0023-discovery-without-a-registry.md"
 */
final class Discovery extends HostContext {
  private static final int MAX_NAME = 63;

  private final LoadedFlavor flavor;
  private final Map<String, Object> given;

  private Discovery(
      LoadedFlavor flavor,
      BoundConfig resolved,
      Map<String, Object> given,
      HostServices services,
      PushListener listener) {
    super(
        services,
        resolved.config(),
        Optional.ofNullable(given.get("uri")).map(uri -> RegistryUri.parse(uri.toString())),
        listener);
    this.flavor = flavor;
    this.given = given;
  }

  /** Binds the properties of the login, which may contain a URI; nothing is sent yet. */
  static Discovery open(
      LoadedFlavor flavor,
      Map<String, ?> properties,
      HostServices services,
      PushListener listener) {
    return flavor.call(
        LoadedFlavor.CONFIGURATION,
        () -> {
          var type = flavor.configClass();
          var given = services.binder().bindLogin(type, properties, Optional.empty()).given();
          services.secrets().requireExisting(SecretReferences.used(given));
          BoundConfig resolved =
              services.binder().bindLogin(type, properties, Optional.of(services.secrets()::get));
          return new Discovery(flavor, resolved, given, services, listener);
        });
  }

  /** Finds the registries, each with a name of its own. */
  List<DiscoveredRegistry> run(StoreContent content) {
    services().activity().begin("discovering registries");
    Set<String> names =
        content.registries().stream().map(RegisteredRegistry::name).collect(Collectors.toSet());
    Map<String, DiscoveredRegistry> found = new LinkedHashMap<>();
    for (Discovered each : flavor.discover(this)) {
      Optional<Map<String, Object>> configuration = configuration(each);
      if (configuration.isPresent()) {
        String uri = RegistryUri.parse(each.uri()).toString();
        found.computeIfAbsent(
            uri,
            it ->
                new DiscoveredRegistry(
                    free(each.name(), names),
                    flavor.name(),
                    uri,
                    PlainText.excerpt(KnownSecrets.line(each.description())),
                    configuration.get(),
                    registered(uri, content)));
      }
    }
    return List.copyOf(found.values());
  }

  /**
   * The properties to register a registry with; empty when none are valid. Some that the user gave
   * may be for others of the registries only.
   */
  private Optional<Map<String, Object>> configuration(Discovered found) {
    Map<String, Object> properties = new LinkedHashMap<>(Map.of("uri", found.uri()));
    properties.putAll(found.properties());
    given.forEach(properties::putIfAbsent);
    List<String> problems = problems(properties);
    while (!problems.isEmpty()) {
      int before = problems.size();
      Optional<String> unsuited =
          given.keySet().stream()
              .filter(properties::containsKey)
              .filter(name -> problems(without(properties, name)).size() < before)
              .findFirst();
      if (unsuited.isEmpty()) {
        warn("not listed: %s: %s".formatted(found.uri(), problems.get(0)));
        return Optional.empty();
      }
      warn("property '%s' is not for %s".formatted(unsuited.get(), found.uri()));
      properties.remove(unsuited.get());
      problems = problems(properties);
    }
    return Optional.of(properties);
  }

  private static Map<String, Object> without(Map<String, Object> properties, String name) {
    Map<String, Object> rest = new LinkedHashMap<>(properties);
    rest.remove(name);
    return rest;
  }

  private List<String> problems(Map<String, Object> properties) {
    try {
      flavor.call(
          LoadedFlavor.CONFIGURATION,
          () -> services().binder().bind(flavor.configClass(), properties));
      return List.of();
    } catch (BerthException e) {
      if (e.code() != ErrorCode.INVALID) {
        throw e;
      }
      return ConfigBinder.problems(e);
    }
  }

  private static Optional<String> registered(String uri, StoreContent content) {
    return content.sortedRegistries().stream()
        .filter(registry -> registry.uri().equals(uri))
        .map(RegisteredRegistry::name)
        .findFirst();
  }

  /** A valid name like the suggested one that is not taken, and is from now on. */
  private String free(String suggested, Set<String> taken) {
    String valid =
        suggested
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceAll("^[._-]+|[._-]+$", "");
    String base = valid.isEmpty() ? flavor.name() : valid;
    String name = shortened(base, "");
    for (int i = 2; !taken.add(name); i++) {
      name = shortened(base, "-" + i);
    }
    return name;
  }

  private static String shortened(String base, String end) {
    return base.substring(0, Math.min(base.length(), MAX_NAME - end.length())) + end;
  }

  /** The flavor logs in itself while it discovers. */
  @Override
  Login login() {
    return Login.none("no registry is opened");
  }

  @Override
  public PushPlan plan(ImageReference image) {
    return PushPlan.UNKNOWN;
  }

  @Override
  public void prepare(List<Check> checks) {
    throw new UnsupportedOperationException("there is no image to prepare");
  }

  @Override
  public ImageReference push(ImageReference image) {
    throw new UnsupportedOperationException("there is no image to push");
  }
}
