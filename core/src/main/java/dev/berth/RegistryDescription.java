package dev.berth;

import java.util.Map;

/**
 * A registered registry with its whole configuration.
 *
 * @param name its name
 * @param flavor the name of its flavor
 * @param custom whether that is a custom flavor
 * @param uri its URI
 * @param configuration its properties, including defaults: text, booleans, numbers, lists and maps
 */
public record RegistryDescription(
    String name, String flavor, boolean custom, String uri, Map<String, Object> configuration) {}
