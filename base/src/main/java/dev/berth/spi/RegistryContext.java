package dev.berth.spi;

import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;

/**
 * A registered registry as its implementation sees it: its configuration, and what the host does
 * for it. The host implements this; a flavor's tests may.
 */
public interface RegistryContext {
  /** The name under which the registry is registered. */
  String registryName();

  /**
   * The registry's valid configuration.
   *
   * @param type the flavor's configuration class or one that it extends
   * @throws ClassCastException when the configuration is of another class
   */
  <C extends BaseContainerRegistryConfig> C config(Class<C> type);

  /**
   * The credentials that the host knows for this registry, from its {@code authenticationSecret}
   * or, where none is configured, from Docker's configuration; anonymous when there are none.
   *
   * @throws BerthException with {@link ErrorCode#CREDENTIALS} when a configured secret is not there
   */
  Credentials credentials();

  /** Tells the user of something that does not stop a push. */
  void warn(String message);

  /**
   * Moves the image's bytes to the registry with the push engine in use.
   *
   * @return the digest of the manifest that the tag now names, confirmed by the registry
   * @throws BerthException when the push fails
   */
  Digest push(ImageReference image, Credentials credentials);
}
