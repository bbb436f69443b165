package dev.berth;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * All there is to say of a registered registry.
 *
 * @param name its name
 * @param flavor the name of its flavor
 * @param custom whether that is a custom flavor
 * @param uri where it is
 * @param configuration its properties, defaults included
 */
public record RegistryDescription(
    String name, String flavor, boolean custom, String uri, ObjectNode configuration) {}
