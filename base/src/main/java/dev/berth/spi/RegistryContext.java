package dev.berth.spi;

import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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
   * The first credentials that there are for this registry: those of its {@code
   * authenticationSecret}; those of the flavor's own login; those of Docker's configuration;
   * anonymous.
   *
   * @param own the flavor's own login, tried only where no secret is configured
   * @throws BerthException with {@link ErrorCode#CREDENTIALS} when a configured secret is not there
   */
  Credentials credentials(Supplier<Login> own);

  /**
   * The value of a secret that the configuration names.
   *
   * @throws BerthException with {@link ErrorCode#CREDENTIALS} when it is not there
   */
  String secret(SecretReference reference);

  /** The value of an environment variable; empty where it is not set or empty. */
  Optional<String> variable(String name);

  /** Tells the user of something that was done, for instance of a repository that was made. */
  void tell(String message);

  /** Warns the user of something that does not stop a push. */
  void warn(String message);

  /**
   * Looks at all checks at once, and tells the user of those that do not pass.
   *
   * @throws BerthException with {@link ErrorCode#PREREQUISITE} when one fails
   */
  void require(List<Check> checks);

  /**
   * What is known of the image before the push, without asking the registry; {@link
   * PushPlan#UNKNOWN} where nothing is going to be pushed.
   */
  PushPlan plan(ImageReference image);

  /** Whether nothing is to be written anywhere. */
  boolean isDryRun();

  /** Whether the user wants the push to go on although a prerequisite is not met. */
  boolean skipsChecks();

  /**
   * Asks this registry what a push will meet.
   *
   * @param login the credentials to ask with, asked for when they are needed
   */
  RegistryProbe probe(Supplier<Credentials> login);

  /** Calls the web API of the service that this registry belongs to. */
  JsonClient api();

  /**
   * Moves the image's bytes to the registry with the push engine in use.
   *
   * @param login the registry's {@link ContainerRegistry#credentials}, which are asked for again
   *     when a long push outlives them
   * @return the digest of the manifest that the tag now names, confirmed by the registry
   * @throws BerthException when the push fails
   */
  Digest push(ImageReference image, Supplier<Credentials> login);
}
