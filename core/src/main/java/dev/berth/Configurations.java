package dev.berth;

import dev.berth.config.BoundConfig;
import dev.berth.config.ConfigBinder;
import dev.berth.config.ConfigurationChange;
import dev.berth.config.PropertyNames;
import dev.berth.config.SecretReferences;
import dev.berth.config.StoredConfig;
import dev.berth.config.StoredConfig.Finding;
import dev.berth.flavor.FlavorFinder;
import dev.berth.flavor.LoadedFlavor;
import dev.berth.store.RegisteredRegistry;
import dev.berth.store.StoreContent;
import java.util.LinkedHashMap;
import java.util.Map;

/** Validates the configurations of registries with the classes of their flavors. */
record Configurations(FlavorFinder flavors, HostServices services) {
  PropertyNames names(LoadedFlavor flavor) {
    return flavor.call(LoadedFlavor.CONFIGURATION, () -> PropertyNames.of(flavor.configClass()));
  }

  BoundConfig bind(LoadedFlavor flavor, Map<String, ?> properties) {
    return flavor.call(
        LoadedFlavor.CONFIGURATION, () -> services.binder().bind(flavor.configClass(), properties));
  }

  RegistryDescription describe(RegisteredRegistry registry, LoadedFlavor flavor) {
    Finding found = examine(registry, flavor, services.binder());
    return new RegistryDescription(
        registry.name(),
        flavor.name(),
        flavor.custom(),
        registry.uri(),
        found.bound().map(BoundConfig::effective).orElse(registry.configuration()),
        found.problems(),
        found.repair());
  }

  /** Validates the configuration of a registered registry. */
  static Finding examine(RegisteredRegistry registry, LoadedFlavor flavor, ConfigBinder binder) {
    return flavor.call(
        LoadedFlavor.CONFIGURATION,
        () ->
            StoredConfig.of(
                    registry.name(),
                    registry.configuration(),
                    PropertyNames.of(flavor.configClass()))
                .examine(properties -> binder.bind(flavor.configClass(), properties)));
  }

  /** The registry with a changed configuration, whose secrets exist. */
  RegisteredRegistry changed(
      RegisteredRegistry registry, StoreContent content, ConfigurationChange change) {
    LoadedFlavor flavor = flavors.get(registry.flavor(), content.flavors());
    PropertyNames names = names(flavor);
    Map<String, Object> properties = change.apply(registry.configuration(), names);
    Map<String, Object> kept = new LinkedHashMap<>(properties);
    kept.keySet().retainAll(registry.configuration().keySet());
    StoredConfig stored = StoredConfig.of(registry.name(), kept, names);
    BoundConfig bound =
        stored.stale().isEmpty()
            ? bind(flavor, properties)
            : stored.with(properties).bind(it -> bind(flavor, it));
    services.secrets().requireExisting(SecretReferences.used(bound.given()));
    return new RegisteredRegistry(registry.name(), registry.flavor(), bound.given());
  }
}
