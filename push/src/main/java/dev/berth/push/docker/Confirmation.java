package dev.berth.push.docker;

import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.distribution.Manifest;
import dev.berth.push.distribution.Repository;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.RetryPolicy;
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

/** Asks the registry which digest the tag names after a push. */
final class Confirmation {
  /** More platforms than any image has, so that no index causes endless requests. */
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
   *     reached from here, and then the listener is warned
   * @throws BerthException when the registry reports another digest than the engine
   */
  List<Descriptor> confirm(Digest digest, boolean remoteEngine) {
    ImageReference image = request.image();
    if (remoteEngine && RegistryUri.parse(image.host()).isLocal()) {
      warn("it is on the engine's machine");
      return List.of();
    }
    try (var client = client()) {
      Repository repository = Repository.forPull(client, image.repository());
      Optional<Manifest> manifest = repository.findManifest(image.identifier());
      Digest actual = manifest.map(Manifest::digest).orElse(null);
      if (manifest.isEmpty() || !digest.equals(actual)) {
        throw new BerthException(
            ErrorCode.REFUSED,
            "the engine pushed %s as %s, but in %s it is %s"
                .formatted(image, digest, image.host(), actual == null ? "missing" : actual),
            "another push to the same tag may have run at the same time");
      }
      return layersOrWarning(repository, manifest.get());
    } catch (BerthException e) {
      if (!isUnreadable(e)) {
        throw e;
      }
      warn(String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  /**
   * The tag's digest, if the tag already names the engine's image. A registry with immutable tags
   * refuses such a push, which is not needed.
   *
   * @param id the image's ID in the engine: its configuration's digest, or in containerd's store
   *     its manifest's
   */
  Optional<Digest> alreadyThere(String id) {
    ImageReference image = request.image();
    try (var client = client()) {
      return Repository.forPull(client, image.repository())
          .findManifest(image.identifier())
          .filter(
              manifest ->
                  manifest.digest().toString().equals(id)
                      || manifest
                          .config()
                          .filter(it -> it.digest().toString().equals(id))
                          .isPresent())
          .map(Manifest::digest);
    } catch (BerthException e) {
      return Optional.empty();
    }
  }

  private RegistryClient client() {
    return new RegistryClient(
        request.image().host(), request.login(), request.connection(), RetryPolicy.NONE);
  }

  private void warn(String reason) {
    listener.warning(
        "%s could not be reached from here to confirm the push, so the digest is the one that the engine reported: %s"
            .formatted(request.image().host(), reason));
  }

  /** Whether the registry could not be read, rather than answering something wrong. */
  private static boolean isUnreadable(BerthException e) {
    return e.code() == ErrorCode.TRANSIENT
        || e.code() == ErrorCode.CREDENTIALS
        || e.getCause() instanceof IOException;
  }

  /** The digest is confirmed already, so a failure here is only a warning. */
  private List<Descriptor> layersOrWarning(Repository repository, Manifest manifest) {
    try {
      return layers(repository, manifest);
    } catch (BerthException e) {
      listener.warning(
          "%s did not say which layers were pushed: %s"
              .formatted(request.image().host(), e.getMessage()));
      return List.of();
    }
  }

  private List<Descriptor> layers(Repository repository, Manifest manifest) {
    Stream<Descriptor> ofPlatforms =
        manifest.manifests().stream()
            .limit(MAX_MANIFESTS)
            .flatMap(it -> repository.findManifest(it.digest().toString()).stream())
            .flatMap(platform -> platform.layers().stream())
            .distinct();
    return Stream.concat(manifest.layers().stream(), ofPlatforms).toList();
  }
}
