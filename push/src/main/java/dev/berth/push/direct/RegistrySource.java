package dev.berth.push.direct;

import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.distribution.RegistryContent;
import dev.berth.push.distribution.Repository;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.MediaTypes;
import dev.berth.push.image.MemoryContent;
import dev.berth.push.image.SerializedManifest;
import dev.berth.push.source.ImageBlobs;
import dev.berth.reference.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An image's repository as a source. Manifests are read when they are asked for, other blobs when
 * they are opened.
 */
final class RegistrySource implements ImageBlobs {
  private final Repository repository;
  private final Map<Digest, Content> manifests = new HashMap<>();

  RegistrySource(Repository repository) {
    this.repository = repository;
  }

  @Override
  public String name() {
    return repository.toString();
  }

  /**
   * The manifest that a tag or digest names now. What is read later is named by digests, so the tag
   * may change meanwhile.
   */
  Descriptor root(String identifier) {
    SerializedManifest root =
        repository
            .readManifest(identifier)
            .orElseThrow(() -> ImageFailure.of(name(), "has no image " + identifier));
    manifests.put(root.digest(), new MemoryContent(root.bytes()));
    Descriptor descriptor = root.descriptor();
    // A manifest has its type in itself, and a registry may send another header.
    boolean known = isManifest(descriptor.mediaType());
    return known ? descriptor : new Descriptor("", descriptor.digest(), descriptor.size());
  }

  @Override
  public Optional<Content> find(Descriptor descriptor) {
    String type = descriptor.mediaType();
    if (type.isEmpty() || isManifest(type)) {
      return find(descriptor.digest());
    }
    boolean exists = !MediaTypes.isNondistributable(type) || repository.has(descriptor);
    return exists ? Optional.of(new RegistryContent(repository, descriptor)) : Optional.empty();
  }

  @Override
  public Optional<Content> find(Digest digest) {
    Content read = manifests.get(digest);
    if (read == null) {
      Optional<SerializedManifest> manifest = repository.readManifest(digest.toString());
      manifest.ifPresent(it -> manifests.put(digest, new MemoryContent(it.bytes())));
      read = manifests.get(digest);
    }
    return Optional.ofNullable(read);
  }

  private static boolean isManifest(String mediaType) {
    return MediaTypes.isManifest(mediaType) || MediaTypes.isIndex(mediaType);
  }
}
