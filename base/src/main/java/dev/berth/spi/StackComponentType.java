package dev.berth.spi;

/**
 * The kinds of component that a flavor can describe.
 *
 * @since 0.1
 */
public enum StackComponentType {
  /** A container registry. */
  CONTAINER_REGISTRY("container_registry");

  private final String value;

  StackComponentType(String value) {
    this.value = value;
  }

  /** {@return the name in commands and in JSON, for instance {@code container_registry}} */
  public String value() {
    return value;
  }
}
