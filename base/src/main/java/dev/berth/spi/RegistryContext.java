package dev.berth.spi;

import dev.berth.reference.ImageReference;
import dev.berth.reference.Origin;
import java.util.List;
import java.util.Optional;

/**
 * A registered registry as its implementation sees it: its configuration, and what the host does
 * for it. The host implements it.
 *
 * <p>All methods are safe for use by several threads, and may be called until the registry is
 * closed.
 *
 * @since 0.1
 */
public interface RegistryContext {
  /**
   * {@return the registry's valid configuration}
   *
   * @param <C> the configuration class
   * @param type the flavor's configuration class or one that it extends
   * @throws ClassCastException when the configuration is of another class
   */
  <C extends BaseContainerRegistryConfig> C config(Class<C> type);

  /**
   * {@return the credentials for this registry: those of its {@code authenticationSecret}, else of
   * {@link BaseContainerRegistry#login}, else of Docker's configuration, else of Podman's, else
   * {@linkplain Credentials#anonymous none}} The host keeps them while they are valid.
   *
   * @throws BerthException with {@link ErrorCode#CREDENTIALS} when a configured secret is missing,
   *     a source fails, or {@link Login#missing} says that there must be some; with {@link
   *     ErrorCode#TRANSIENT} when a source does not respond
   */
  Credentials credentials();

  /**
   * {@return a value of a secret that the configuration refers to}
   *
   * @param reference which value of which secret
   * @throws BerthException with {@link ErrorCode#CREDENTIALS} when it does not exist
   */
  String secret(SecretReference reference);

  /**
   * {@return an environment variable; empty when it is not set or empty}
   *
   * @param name its name
   */
  Optional<String> variable(String name);

  /**
   * {@return the proxy through which a server is to be reached; empty for none} It follows the
   * registry's {@link BaseContainerRegistryConfig#proxy}, else the environment. {@link #probe} and
   * {@link #http} use it themselves; it is for other clients, such as a cloud's SDK.
   *
   * @param server the server that a client connects to
   * @throws BerthException with {@link ErrorCode#INVALID} when the proxy's URL is not usable
   */
  default Optional<ProxyServer> proxy(Origin server) {
    return Optional.empty();
  }

  /**
   * Warns the user of something that does not stop a push.
   *
   * @param message one line
   */
  void warn(String message);

  /**
   * {@return what is known of the image before the push, without a request to the registry; {@link
   * PushPlan#UNKNOWN} when only the prerequisites are checked}
   *
   * @param image the image to be pushed
   * @throws BerthException with {@link ErrorCode#IMAGE} when the image's source cannot be read
   */
  PushPlan plan(ImageReference image);

  /**
   * {@return a client for questions to this registry, with {@link #credentials}; the host closes
   * it}
   */
  RegistryProbe probe();

  /**
   * {@return a client for the JSON web API of the service that this registry belongs to; the host
   * closes it}
   */
  JsonClient http();

  /**
   * Runs checks in parallel, and then what their results want done ({@link Check.Result#then}).
   * Checks that are on demand are left out. Results that do not pass are reported to the user.
   *
   * @param checks the checks
   * @throws BerthException with {@link ErrorCode#PREREQUISITE} when one fails
   */
  void prepare(List<Check> checks);

  /**
   * Moves the image's bytes to the registry with the push engine in use.
   *
   * @param image the target
   * @return the image by the digest that the registry confirmed
   * @throws BerthException when the push fails
   */
  ImageReference push(ImageReference image);
}
