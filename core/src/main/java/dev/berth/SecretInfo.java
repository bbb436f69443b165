package dev.berth;

import java.util.List;

/**
 * A secret without its values.
 *
 * @param name its name
 * @param keys its stored keys
 * @param usedBy the registered registries that use it
 */
public record SecretInfo(String name, List<String> keys, List<String> usedBy) {}
