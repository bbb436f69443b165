package dev.berth.spi;

import dev.berth.reference.ImageReference;

/**
 * A container registry that images are pushed to.
 *
 * <p>It is what a flavor's factory method returns; to implement it, extend {@link
 * BaseContainerRegistry}, which holds the order of a push. Used by one thread at a time.
 */
public sealed interface ContainerRegistry permits BaseContainerRegistry {
  /**
   * Pushes an image: checks that it belongs to this registry, prepares the push, moves the bytes.
   *
   * @return the image by the digest that the registry confirmed, {@code host/repository@digest}
   * @throws BerthException when any step fails; {@link ErrorCode#INVALID} when the image does not
   *     belong here, and then nothing else was done
   */
  ImageReference pushImage(ImageReference image);

  /**
   * Checks, and where configured provides, what must hold before the image is pushed.
   *
   * @throws BerthException with {@link ErrorCode#PREREQUISITE} when a push cannot succeed
   */
  void prepareImagePush(ImageReference image);

  /**
   * What this registry is to be logged in with.
   *
   * @throws BerthException with {@link ErrorCode#CREDENTIALS} when they should be there but are not
   */
  Credentials credentials();
}
