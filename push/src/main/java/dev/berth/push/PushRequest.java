package dev.berth.push;

import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ImageLocation;
import dev.berth.reference.ImageReference;
import dev.berth.spi.Credentials;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One push: which image goes where, and how.
 *
 * @param image the target: where the image goes, with its tag
 * @param source where the image is; empty for the Docker engine's image of the same name
 * @param sourceRegistry how to reach the registry of a source in a registry; empty for other
 *     sources
 * @param form which part of the source is pushed, and in which form
 * @param login returns the credentials for the target's registry; called again when a login expires
 *     before the push ends
 * @param connection how to connect to the target's registry; engines that connect by themselves
 *     have settings of their own
 * @param dryRun whether nothing is written, in the registry or here
 */
public record PushRequest(
    ImageReference image,
    Optional<ImageLocation> source,
    Optional<SourceRegistry> sourceRegistry,
    ImageForm form,
    Supplier<Credentials> login,
    ConnectionSettings connection,
    boolean dryRun) {
  /** A push of the Docker engine's image of the same name. */
  public PushRequest(
      ImageReference image, Supplier<Credentials> login, ConnectionSettings connection) {
    this(image, Optional.empty(), Optional.empty(), ImageForm.DEFAULTS, login, connection, false);
  }

  /** The same with default connection settings, and credentials that outlive the push. */
  public PushRequest(ImageReference image, Credentials credentials) {
    this(image, () -> credentials, ConnectionSettings.DEFAULTS);
  }

  /** The same push of the image at another location. */
  public PushRequest from(ImageLocation newSource) {
    return new PushRequest(
        image, Optional.of(newSource), sourceRegistry, form, login, connection, dryRun);
  }

  /** The credentials that are valid now. */
  public Credentials credentials() {
    return login.get();
  }
}
