package dev.berth;

import dev.berth.push.PushListener;
import dev.berth.push.distribution.Manifest;
import dev.berth.push.distribution.RemoteImages;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.SerializedManifest;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import java.util.List;
import java.util.Map;

/**
 * Reads images of registries, each with the login of the registered registry that owns it, else
 * with those of Docker's and Podman's files. All methods throw {@link
 * dev.berth.spi.BerthException}: with the code {@code IMAGE} for an image that does not exist.
 */
public final class Images {
  private final Pushes registries;
  private final PushListener listener;

  Images(Pushes registries, PushListener listener) {
    this.registries = registries;
    this.listener = listener;
  }

  /** The digest that a tag names now. */
  public Digest digest(String image) {
    return registries.read(image, listener, RemoteImages::digest);
  }

  /**
   * All tags of a repository.
   *
   * @param repository {@code HOST/REPOSITORY}
   */
  public List<String> tags(String repository) {
    return registries.read(repository, listener, RemoteImages::tags);
  }

  /** The manifest or index of an image, its configuration, and what refers to it. */
  public ImageDetails inspect(String image) {
    return registries.read(image, listener, Images::inspect);
  }

  private static ImageDetails inspect(RemoteImages remote, ImageReference reference) {
    SerializedManifest manifest = remote.manifest(reference);
    Map<String, Object> members = remote.members(manifest);
    Map<String, Object> config =
        Manifest.parse(manifest.digest(), manifest.bytes().bytes())
            .config()
            .flatMap(it -> remote.document(reference, it))
            .orElse(Map.of());
    Descriptor descriptor = manifest.descriptor();
    return new ImageDetails(
        reference,
        manifest.digest(),
        String.valueOf(members.getOrDefault("mediaType", descriptor.mediaType())),
        descriptor.size(),
        members,
        config,
        remote.referrers(reference, manifest));
  }
}
