package dev.berth;

import dev.berth.config.BoundConfig;
import dev.berth.config.PropertyNames;
import dev.berth.flavor.FlavorFinder;
import dev.berth.flavor.LoadedFlavor;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.RegisteredRegistry;
import dev.berth.store.StoreContent;
import java.util.List;
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
    Map<String, Object> configuration = registry.configuration();
    List<String> problems = List.of();
    try {
      configuration = bind(flavor, configuration).effective();
    } catch (BerthException e) {
      if (e.code() != ErrorCode.INVALID) {
        throw e;
      }
      problems = problems(e);
    }
    return new RegistryDescription(
        registry.name(), flavor.name(), flavor.custom(), registry.uri(), configuration, problems);
  }

  /** The problems of a configuration that is not valid. */
  static List<String> problems(BerthException invalid) {
    return invalid.hints().isEmpty()
        ? List.of(String.valueOf(invalid.getMessage()))
        : invalid.hints();
  }

  /** The registry with a changed configuration, whose secrets exist. */
  RegisteredRegistry changed(
      RegisteredRegistry registry, StoreContent content, ConfigurationChange change) {
    LoadedFlavor flavor = flavors.get(registry.flavor(), content.flavors());
    BoundConfig bound = bind(flavor, change.apply(registry.configuration(), names(flavor)));
    SecretUse.requireExisting(bound.given(), services.secrets());
    return new RegisteredRegistry(registry.name(), registry.flavor(), bound.given());
  }
}
