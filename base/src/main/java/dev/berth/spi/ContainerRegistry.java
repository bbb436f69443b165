package dev.berth.spi;

import dev.berth.reference.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * A container registry that images are pushed to.
 *
 * <p>It is what a flavor's factory method returns; to implement it, extend {@link
 * BaseContainerRegistry}, which holds the order of a push. Used by one thread at a time, but for
 * {@link #checks}' own threads and {@link #credentials}, which an engine calls again from threads
 * of its own when a login ends.
 */
public sealed interface ContainerRegistry extends AutoCloseable permits BaseContainerRegistry {
  /**
   * Pushes an image: checks that it belongs to this registry, prepares the push, moves the bytes.
   *
   * @return the image by the digest that the registry confirmed, {@code host/repository@digest}
   * @throws BerthException when any step fails; {@link ErrorCode#INVALID} when the image does not
   *     belong here, and then nothing else was done
   */
  ImageReference pushImage(ImageReference image);

  /**
   * The prerequisites of a push, none of which changes anything when it is looked at.
   *
   * @param image what is to be pushed; without it, those that any image has
   */
  List<Check> checks(Optional<ImageReference> image);

  /**
   * Checks, and where configured provides, what must hold before the image is pushed.
   *
   * @throws BerthException with {@link ErrorCode#PREREQUISITE} when a push cannot succeed
   */
  void prepareImagePush(ImageReference image);

  /**
   * What this registry is to be logged in with. Called again when a login may have ended, so an
   * implementation that fetches them keeps them as long as they are good.
   *
   * @throws BerthException with {@link ErrorCode#CREDENTIALS} when they should be there but are not
   */
  Credentials credentials();

  /**
   * Closes what it opened. The host calls it after the push or the checks that it was opened for.
   */
  @Override
  void close();
}
