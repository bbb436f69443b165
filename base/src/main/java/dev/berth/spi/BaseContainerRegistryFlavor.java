package dev.berth.spi;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.berth.reference.Capabilities;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The base of all flavors of container registries. A flavor that only has a {@link #name()} uses
 * the base configuration and the base implementation. A {@link JsonClassDescription} says what kind
 * of registry it is for.
 *
 * @since 0.1
 */
public abstract class BaseContainerRegistryFlavor implements Flavor {
  /** For subclasses, whose constructor is public and has no parameters. */
  protected BaseContainerRegistryFlavor() {}

  /**
   * A registry that a login reaches.
   *
   * @param name a name to register it by; the host makes it valid and unique
   * @param uri its URI, {@code host[:port][/path]}; the host leaves out a registry whose URI is not
   *     valid, with a warning
   * @param description what it is; the host shows the beginning on one line
   * @param properties what it needs to be registered with, besides the URI and the properties that
   *     the user gave
   */
  public record Discovered(
      String name, String uri, String description, Map<String, String> properties) {
    /**
     * Copies the map.
     *
     * @param name a name, not null
     * @param uri the URI, not null
     * @param description what it is, not null
     * @param properties further properties, not null
     */
    public Discovered {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(uri, "uri");
      Objects.requireNonNull(description, "description");
      properties = Map.copyOf(properties);
    }

    /**
     * A registry that needs no further properties.
     *
     * @param name a name to register it by
     * @param uri its URI
     * @param description what it is
     */
    public Discovered(String name, String uri, String description) {
      this(name, uri, description, Map.of());
    }
  }

  @Override
  public final StackComponentType type() {
    return StackComponentType.CONTAINER_REGISTRY;
  }

  @Override
  public Class<? extends BaseContainerRegistryConfig> configClass() {
    return BaseContainerRegistryConfig.class;
  }

  /**
   * Opens a registered registry with the flavor's implementation: {@code return new
   * AcmeRegistry(context)}.
   *
   * <p>This is the only method of a flavor that may name the implementation, and only in its body.
   * The return type is an interface so that the JVM, when it verifies this class, does not load the
   * implementation.
   *
   * @param context the registered registry's configuration and what the host does for it
   * @return the registry, which the host closes
   * @throws BerthException when it cannot be opened
   */
  public ContainerRegistry createRegistry(RegistryContext context) {
    return new BaseContainerRegistry(context);
  }

  /**
   * {@return the registries that a login reaches and that take pushes; may be empty} By default
   * that is not supported. Like {@link #createRegistry}, it may name the implementation in its body
   * only: {@code return new AcmeDiscovery(context).registries()}.
   *
   * @param context the login's properties, in a configuration whose {@link
   *     BaseContainerRegistryConfig#uri} may be missing. Its {@link RegistryContext#credentials}
   *     are those of a secret or, where there is a URI, of Docker's and Podman's configuration;
   *     {@link RegistryContext#http} requires the URI. There is no image to prepare or push.
   * @throws BerthException when the registries cannot be listed; part of them may be missing after
   *     a {@link RegistryContext#warn warning}
   */
  public List<Discovered> discover(RegistryContext context) {
    throw new BerthException(
        ErrorCode.INVALID,
        "flavor '%s' cannot discover registries".formatted(name()),
        "the flavors that can: berth container-registry discover --help",
        "register the registry by its URI: berth container-registry register --help");
  }

  /**
   * {@return the Maven coordinates of the implementation's dependencies, {@code group:artifact} or
   * {@code group:artifact:version}} They are shown to the user when one of their classes is
   * missing. Those with versions can be installed by the flavor's name.
   */
  public List<String> dependencies() {
    return List.of();
  }

  /**
   * {@return what registries of this kind do with pushes, which {@code berth container-registry
   * flavor describe} shows; by default that nothing is known}
   */
  public Capabilities capabilities() {
    return Capabilities.OTHER;
  }

  /**
   * {@return what a user should know right after registering a registry of this flavor, for
   * instance what has to exist before the first push; empty when there is nothing to say}
   *
   * @param config the valid configuration, of the class {@link #configClass()}
   */
  public Optional<String> notice(BaseContainerRegistryConfig config) {
    return Optional.empty();
  }
}
