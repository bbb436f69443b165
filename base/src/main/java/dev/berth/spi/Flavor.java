package dev.berth.spi;

/**
 * What a kind of component is: its name, its type and its configuration.
 *
 * <p>Flavor classes have a public constructor without parameters and hold no state. They are loaded
 * to list and to register, so neither their fields nor their signatures may name a class of the
 * implementation's dependencies.
 */
public interface Flavor {
  /** The flavor's name: {@code [a-z0-9][a-z0-9._-]{0,62}}. */
  String name();

  /** The type of component that this is a flavor of. */
  StackComponentType type();

  /** The class that holds and validates a component's configuration. */
  Class<? extends BaseContainerRegistryConfig> configClass();
}
