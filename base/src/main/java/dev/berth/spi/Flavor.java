package dev.berth.spi;

/**
 * A kind of component: its name, its type and its configuration.
 *
 * <p>Flavor classes have a public constructor without parameters and hold no state. They are loaded
 * to list and to register, so neither their fields nor their signatures may name a class of the
 * implementation's dependencies.
 *
 * @since 0.1
 */
public interface Flavor {
  /** {@return the flavor's name, {@value dev.berth.reference.Name#PATTERN}} */
  String name();

  /** {@return the type of component that this is a flavor of} */
  StackComponentType type();

  /** {@return the class that holds and validates a component's configuration} */
  Class<? extends BaseContainerRegistryConfig> configClass();
}
