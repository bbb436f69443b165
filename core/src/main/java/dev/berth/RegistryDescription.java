package dev.berth;

import java.util.List;
import java.util.Map;

/**
 * A registered registry with its whole configuration.
 *
 * @param name its name
 * @param flavor the name of its flavor
 * @param custom whether that is a custom flavor
 * @param uri its URI
 * @param configuration its properties, including defaults: text, booleans, numbers, lists and maps;
 *     without defaults when it is not valid
 * @param problems why it is not valid, for instance after the flavor changed; empty when it is
 * @param repair the command that repairs it; empty when it is valid
 */
public record RegistryDescription(
    String name,
    String flavor,
    boolean custom,
    String uri,
    Map<String, Object> configuration,
    List<String> problems,
    String repair) {}
