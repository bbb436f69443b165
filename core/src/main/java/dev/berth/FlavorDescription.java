package dev.berth;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.berth.config.ConfigSchema;
import dev.berth.config.PropertyNames;
import dev.berth.flavor.LoadedFlavor;
import dev.berth.spi.BaseContainerRegistryConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A flavor and its properties.
 *
 * @param name its name
 * @param custom whether it is a custom flavor
 * @param flavorClass the fully qualified name of its class
 * @param schema its properties as a JSON Schema (draft 2020-12)
 * @param shared the names of the properties that every registry has
 * @param capabilities what its registries do with pushes ({@code Capabilities.toMap})
 */
public record FlavorDescription(
    String name,
    boolean custom,
    String flavorClass,
    Map<String, Object> schema,
    List<String> shared,
    Map<String, Object> capabilities) {
  static FlavorDescription of(LoadedFlavor flavor) {
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
}
