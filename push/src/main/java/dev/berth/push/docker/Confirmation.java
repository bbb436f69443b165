package dev.berth.push.docker;

import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.distribution.Manifest;
import dev.berth.push.distribution.ManifestLookup;
import dev.berth.push.image.Descriptor;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the registry itself what the tag names after a push. */
final class Confirmation {
  /** Far more platforms than images have, so that no index makes us ask forever. */
  private static final int MAX_MANIFESTS = 32;

  private final PushRequest request;
  private final PushListener listener;

  Confirmation(PushRequest request, PushListener listener) {
    this.request = request;
    this.listener = listener;
  }

  /**
   * Compares the registry's digest with the engine's.
   *
   * @param remoteEngine whether the engine is on another machine, whose {@code localhost} is not
   *     ours
   * @return the layers that were pushed, in the manifest's order; empty when the registry cannot be
   *     asked from here, and then the listener is warned
   * @throws BerthException when the registry says something else than the engine
   */
  List<Descriptor> confirm(Digest digest, boolean remoteEngine) {
    ImageReference image = request.image();
    if (remoteEngine && RegistryUri.parse(image.host()).isLocal()) {
      warn("it is on the engine's machine");
      return List.of();
    }
    try (var registry = new ManifestLookup(image.host(), request.login(), request.connection())) {
      Optional<Manifest> manifest = registry.findManifest(image);
      Digest actual = manifest.map(Manifest::digest).orElse(null);
      if (manifest.isEmpty() || !digest.equals(actual)) {
        throw new BerthException(
            ErrorCode.REFUSED,
            "the engine pushed %s as %s, but %s has %s there"
                .formatted(image, digest, image.host(), actual == null ? "nothing" : actual),
            "somebody else may have pushed the same tag at the same time");
      }
      return layersIfTold(registry, manifest.get());
    } catch (BerthException e) {
      if (!isUnanswered(e)) {
        throw e;
      }
      warn(String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  /**
   * The tag's digest, where the tag is already the very image that the engine has: a registry whose
   * tags are immutable then refuses what needs no push.
   *
   * @param id the image's ID in the engine: its configuration's digest, or in containerd's store
   *     its manifest's
   */
  Optional<Digest> alreadyThere(String id) {
    ImageReference image = request.image();
    try (var registry = new ManifestLookup(image.host(), request.login(), request.connection())) {
      return registry
          .findManifest(image)
          .filter(
              manifest ->
                  manifest.digest().toString().equals(id)
                      || manifest.config().filter(it -> it.toString().equals(id)).isPresent())
          .map(Manifest::digest);
    } catch (BerthException e) {
      return Optional.empty();
    }
  }

  private void warn(String reason) {
    listener.warning(
        "%s could not be asked from here for what was pushed, so the digest is the engine's word: %s"
            .formatted(request.image().host(), reason));
  }

  /** Whether the registry did not say what the tag names, rather than something wrong. */
  private static boolean isUnanswered(BerthException e) {
    return e.code() == ErrorCode.TRANSIENT
        || e.code() == ErrorCode.CREDENTIALS
        || e.getCause() instanceof IOException;
  }

  /** The digest is confirmed by now, whatever comes of asking for more. */
  private List<Descriptor> layersIfTold(ManifestLookup registry, Manifest manifest) {
    try {
      return layers(registry, manifest);
    } catch (BerthException e) {
      listener.warning(
          "%s did not say which layers were pushed: %s"
              .formatted(request.image().host(), e.getMessage()));
      return List.of();
    }
  }

  private List<Descriptor> layers(ManifestLookup registry, Manifest manifest) {
    Stream<Descriptor> ofPlatforms =
        manifest.manifests().stream()
            .limit(MAX_MANIFESTS)
            .map(platform -> request.image().withDigest(platform.digest()))
            .flatMap(image -> registry.findManifest(image).stream())
            .flatMap(platform -> platform.layers().stream())
            .distinct();
    return Stream.concat(manifest.layers().stream(), ofPlatforms).toList();
  }
}
