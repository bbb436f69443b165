package dev.berth.spi;

import java.util.List;
import java.util.Optional;

/**
 * The base of all flavors of container registries. One that only gives a {@link #name()} has the
 * base configuration and the base implementation.
 */
public abstract class BaseContainerRegistryFlavor implements Flavor {
  /** For subclasses, whose constructor is public and has no parameters. */
  protected BaseContainerRegistryFlavor() {}

  @Override
  public final StackComponentType type() {
    return StackComponentType.CONTAINER_REGISTRY;
  }

  @Override
  public Class<? extends BaseContainerRegistryConfig> configClass() {
    return BaseContainerRegistryConfig.class;
  }

  /**
   * Makes the implementation for one registered registry: {@code return new AcmeRegistry(context)}.
   *
   * <p>This is the only method of a flavor that may name the implementation, and only in its body:
   * the return type is an interface so that the JVM, when it verifies this class, need not load the
   * implementation.
   *
   * @param context the registered registry's configuration and what the host does for it
   */
  public ContainerRegistry createRegistry(RegistryContext context) {
    return new BaseContainerRegistry(context);
  }

  /**
   * The Maven coordinates that bring the implementation's dependencies, {@code group:artifact};
   * named to the user when one of their classes is missing. Empty where there are none.
   */
  public List<String> dependencies() {
    return List.of();
  }

  /**
   * What a user should know right after registering a registry of this flavor, for instance what
   * has to exist before the first push. It is given the valid configuration, of the class {@link
   * #configClass()}.
   */
  public Optional<String> notice(BaseContainerRegistryConfig config) {
    return Optional.empty();
  }
}
