package dev.berth.push;

import dev.berth.reference.ImageReference;
import dev.berth.spi.Credentials;
import java.util.function.Supplier;

/**
 * What to push.
 *
 * @param image the target: where the image goes, with its tag
 * @param login gives what to log in to the target's registry with; asked again when a login ends
 *     before the push does
 * @param connection how to connect to the target's registry; engines that connect by themselves
 *     have settings of their own
 */
public record PushRequest(
    ImageReference image, Supplier<Credentials> login, ConnectionSettings connection) {
  /** A push over a standard connection, with credentials that outlive it. */
  public PushRequest(ImageReference image, Credentials credentials) {
    this(image, () -> credentials, ConnectionSettings.STANDARD);
  }

  /** What to log in with now. */
  public Credentials credentials() {
    return login.get();
  }
}
