package dev.berth.flavor;

import java.util.Optional;

/**
 * A flavor in a list, usable or not.
 *
 * @param name its name; for a shipped flavor too broken to say its name, the name of its class or
 *     folder
 * @param custom whether a user registered it
 * @param flavorClass the name of its class; empty when even that is not known
 * @param problem why it is broken; empty when it is not
 */
public record FlavorInfo(
    String name, boolean custom, String flavorClass, Optional<String> problem) {}
