package dev.berth.flavor;

import java.util.Optional;

/**
 * A flavor in a list.
 *
 * @param name its name, or the name of its class or folder if the name cannot be read
 * @param custom whether a user registered or installed it
 * @param flavorClass the name of its class; empty if unknown
 * @param problem why it is broken or not used; empty if it is neither
 * @param isUnused whether it is not used, since another flavor has its name
 */
public record FlavorInfo(
    String name, boolean custom, String flavorClass, Optional<String> problem, boolean isUnused) {
  /** A flavor whose name no other has. */
  public FlavorInfo(String name, boolean custom, String flavorClass, Optional<String> problem) {
    this(name, custom, flavorClass, problem, false);
  }

  /** The same when another flavor has its name. */
  FlavorInfo unused() {
    String reason = "not used: another flavor has its name";
    return new FlavorInfo(name, custom, flavorClass, Optional.of(reason), true);
  }
}
