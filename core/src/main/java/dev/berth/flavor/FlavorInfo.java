package dev.berth.flavor;

import java.util.Optional;

/**
 * A flavor in a list.
 *
 * @param name its name, or the name of its class or folder if the name cannot be read
 * @param custom whether a user registered or installed it
 * @param flavorClass the name of its class; empty if unknown
 * @param problem why it is broken; empty if it is not
 */
public record FlavorInfo(
    String name, boolean custom, String flavorClass, Optional<String> problem) {
  private static final String NOT_USED = "not used: another flavor has its name";

  /** Whether it is not used, since another flavor has its name. */
  public boolean isUnused() {
    return problem.filter(NOT_USED::equals).isPresent();
  }

  /** The same with the problem that another flavor has its name. */
  FlavorInfo unused() {
    return new FlavorInfo(name, custom, flavorClass, Optional.of(NOT_USED));
  }
}
