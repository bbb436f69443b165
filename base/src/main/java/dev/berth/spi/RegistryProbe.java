package dev.berth.spi;

import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import java.util.Optional;

/**
 * Asks a registry over its own protocol (OCI distribution specification 1.1) what a push will meet.
 * Nothing of it stays there. Safe for use by several threads, which share one login.
 *
 * <p>The methods that give a {@link CheckResult} throw nothing: what is wrong is in the result.
 */
public interface RegistryProbe {
  /** Whether a registry answers at {@code /v2/}; that it wants a login is an answer. */
  CheckResult answers();

  /** Whether the registry, or the token service that it names, takes the credentials. */
  CheckResult login();

  /**
   * Whether the registry takes uploads to the image's repository: one is opened and cancelled.
   * Registries that make repositories on push make none for that.
   */
  CheckResult push(ImageReference image);

  /**
   * Whether the token service grants the right to push to the image's repository, as far as its
   * tokens can be read (Docker's token specification, the claim {@code access}).
   */
  CheckResult granted(ImageReference image);

  /** What the image's tag names now. */
  CheckResult tag(ImageReference image);

  /**
   * What the image's tag, or else its digest, names now.
   *
   * @throws BerthException when the registry does not say
   */
  Optional<Digest> digest(ImageReference image);
}
