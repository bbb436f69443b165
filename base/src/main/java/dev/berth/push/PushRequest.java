package dev.berth.push;

import dev.berth.reference.ImageReference;
import dev.berth.spi.Credentials;

/**
 * What to push.
 *
 * @param image the target: where the image goes, with its tag
 * @param credentials what to log in to the target's registry with
 * @param connection how to connect to the target's registry; engines that connect by themselves
 *     have settings of their own
 */
public record PushRequest(ImageReference image, Credentials credentials, Connection connection) {
  /** A push over a standard connection. */
  public PushRequest(ImageReference image, Credentials credentials) {
    this(image, credentials, Connection.STANDARD);
  }
}
