package dev.berth;

import dev.berth.config.BoundConfig;
import dev.berth.flavor.LoadedFlavor;
import dev.berth.push.PushListener;
import dev.berth.reference.ImageReference;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BaseContainerRegistryFlavor.Discovered;
import dev.berth.spi.Check;
import dev.berth.spi.Login;
import dev.berth.spi.PushPlan;
import dev.berth.store.RegisteredRegistry;
import dev.berth.store.StoreContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks a flavor which registries a login reaches. */
final class Discovery extends HostContext {
  private static final int MAX_NAME = 60;

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
          SecretUse.requireExisting(given, services.secrets());
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
    List<DiscoveredRegistry> found = new ArrayList<>();
    for (Discovered each : flavor.discover(this)) {
      String uri = each.uri().toString();
      Map<String, Object> configuration = new LinkedHashMap<>(Map.of("uri", uri));
      given.forEach(configuration::putIfAbsent);
      found.add(
          new DiscoveredRegistry(
              free(each.name(), names),
              flavor.name(),
              uri,
              each.description(),
              configuration,
              registered(uri, content)));
    }
    return found;
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
    String base =
        valid.isEmpty() ? flavor.name() : valid.substring(0, Math.min(valid.length(), MAX_NAME));
    String name = base;
    for (int i = 2; !taken.add(name); i++) {
      name = base + "-" + i;
    }
    return name;
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
