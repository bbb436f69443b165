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
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An image's repository as a source. Manifests are read when they are asked for, other blobs when
 * they are opened.
 */
final class RegistrySource implements ImageBlobs {
  private final Repository repository;
  private final UnaryOperator<BerthException> explain;
  private final Map<Digest, Content> manifests = new HashMap<>();

  /**
   * @param explain adds to a refused login what the user should know
   */
  RegistrySource(Repository repository, UnaryOperator<BerthException> explain) {
    this.repository = repository;
    this.explain = explain;
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
        manifest(identifier)
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
    if (isManifest(type)) {
      return find(descriptor.digest());
    }
    boolean exists = !MediaTypes.isNondistributable(type) || repository.has(descriptor);
    return exists
        ? Optional.of(new RegistryContent(repository, descriptor, explain))
        : Optional.empty();
  }

  @Override
  public Optional<Content> find(Digest digest) {
    Content read = manifests.get(digest);
    if (read == null) {
      Optional<SerializedManifest> manifest = manifest(digest.toString());
      manifest.ifPresent(it -> manifests.put(digest, new MemoryContent(it.bytes())));
      read = manifests.get(digest);
    }
    return Optional.ofNullable(read);
  }

  private Optional<SerializedManifest> manifest(String identifier) {
    try {
      return repository.readManifest(identifier);
    } catch (BerthException e) {
      if (e.code() == ErrorCode.CREDENTIALS) {
        throw explain.apply(e);
      }
      // What the registry sent is no manifest, or has another digest.
      throw e.getCause() instanceof IllegalArgumentException
          ? new BerthException(ErrorCode.IMAGE, String.valueOf(e.getMessage()), e)
          : e;
    }
  }

  private static boolean isManifest(String mediaType) {
    return MediaTypes.isManifest(mediaType) || MediaTypes.isIndex(mediaType);
  }
}
