package dev.berth.spi;

import dev.berth.reference.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * A registered registry that images are pushed to, as the host uses it.
 *
 * <p>A flavor's factory method returns this type; extend {@link BaseContainerRegistry} to implement
 * it. It is an interface so that the JVM, when it verifies the flavor's class, does not load the
 * implementation. One thread uses it at a time, except that each check runs on its own thread and
 * {@link #login} may run on any thread.
 *
 * @see "docs/decisions/0001-interface-as-return-type.md"
 * @since 0.1
 */
public sealed interface ContainerRegistry extends AutoCloseable permits BaseContainerRegistry {
  /**
   * Pushes an image: checks that it belongs to this registry, prepares the push, and lets the host
   * move the bytes.
   *
   * @param image the target, with a tag or a digest
   * @return the image by the digest that the registry confirmed, {@code host/repository@digest}
   * @throws BerthException when a step fails; {@link ErrorCode#INVALID} when the image does not
   *     belong to this registry, before anything else is done
   */
  ImageReference pushImage(ImageReference image);

  /**
   * {@return the prerequisites of a push} This method sends nothing and changes nothing; what it
   * returns runs later.
   *
   * @param image the image to be pushed; empty for the prerequisites that all images share
   * @throws BerthException when the checks cannot be created
   */
  List<Check> checks(Optional<ImageReference> image);

  /**
   * Resolves the flavor's own credentials. The host calls it after the secret that the
   * configuration names and before Docker's configuration, keeps the result as {@link Login} says,
   * and never calls it twice at the same time. A login that has no result after 15 seconds is
   * interrupted, and fails with {@link ErrorCode#TRANSIENT}.
   *
   * @return the credentials, or why there are none
   * @throws BerthException with {@link ErrorCode#CREDENTIALS} when the flavor's login applies here
   *     and fails, which ends the search; with {@link ErrorCode#TRANSIENT} when there is no
   *     response
   */
  Login login();

  /**
   * Closes what the registry opened. The host calls it once, after the push or the checks that the
   * registry was opened for. A failure is reported as a warning.
   */
  @Override
  void close();
}
