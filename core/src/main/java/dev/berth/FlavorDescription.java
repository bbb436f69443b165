package dev.berth;

import java.util.List;
import java.util.Map;

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
    Map<String, Object> capabilities) {}
