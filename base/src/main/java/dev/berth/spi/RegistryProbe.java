package dev.berth.spi;

import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a registry over the OCI distribution protocol (version 1.1) whether a push will succeed.
 * Nothing stays in the registry. The images must be this registry's. Safe for use by several
 * threads, which share one login.
 *
 * @since 0.1
 */
public interface RegistryProbe {
  /**
   * Checks whether the registry accepts uploads to the image's repository: starts one and cancels
   * it. Registries that create repositories on push do not create one for that.
   *
   * @param image an image of this registry
   * @return the result; what is wrong is in it, and nothing is thrown
   */
  Check.Result push(ImageReference image);

  /**
   * Checks whether the token service grants the right to push to the image's repository, as far as
   * its tokens can be read (Docker's token authentication specification, the claim {@code access}).
   *
   * @param image an image of this registry
   * @return the result; what is wrong is in it, and nothing is thrown
   */
  Check.Result granted(ImageReference image);

  /**
   * What the registry's token says of the image's repository: the entry in its claim {@code access}
   * (Docker's token authentication specification), where some registries tell their rules too.
   *
   * @param image an image of this registry
   * @return the entry as JSON: maps, lists, text, numbers and booleans; empty when there is no
   *     token, or none that can be read
   * @throws BerthException when the token service gives no token
   */
  Map<String, Object> grant(ImageReference image);

  /**
   * Resolves the image's tag, or else its digest.
   *
   * @param image an image of this registry
   * @return the digest of the manifest; empty when there is none
   * @throws BerthException when the registry does not say
   */
  Optional<Digest> digest(ImageReference image);
}
