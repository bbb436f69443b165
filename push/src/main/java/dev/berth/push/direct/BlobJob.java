package dev.berth.push.direct;

import dev.berth.push.archive.Content;
import dev.berth.push.compress.Compression;
import dev.berth.push.distribution.UncompressedLayer;
import dev.berth.push.image.Blob;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.Layer;
import dev.berth.reference.Digest;
import java.util.Optional;

/**
 * A blob to bring into a repository.
 *
 * @param layer its bytes
 * @param mediaType the media type of the blob in the registry
 * @param isLayer whether it is a layer, and not a configuration
 */
record BlobJob(Layer layer, String mediaType, boolean isLayer) {
  private static final int SHORT = 12;

  /**
   * What a blob is, however many descriptors name it.
   *
   * @param digest the digest by which the source names it
   * @param compressed whether it is compressed before it is pushed
   */
  record Key(Digest digest, boolean compressed) {}

  static BlobJob asIs(Blob blob) {
    Descriptor descriptor = blob.descriptor();
    return new BlobJob(new Layer.AsIs(descriptor, blob.content()), descriptor.mediaType(), false);
  }

  Key key() {
    return layer instanceof Layer.Uncompressed tar
        ? new Key(tar.diffId(), true)
        : new Key(((Layer.AsIs) layer).descriptor().digest(), false);
  }

  /** The blob that it becomes, if that is known without compressing it. */
  Optional<Descriptor> known(PushCache cache, Compression compression) {
    return layer instanceof Layer.AsIs asIs
        ? Optional.of(asIs.descriptor())
        : cache.compressed(key().digest(), compression, mediaType).map(PushCache.CachedLayer::blob);
  }

  /** The layer to compress. */
  UncompressedLayer uncompressed() {
    return new UncompressedLayer(content(), Optional.of(key().digest()), mediaType);
  }

  private Content content() {
    return layer instanceof Layer.Uncompressed tar ? tar.content() : ((Layer.AsIs) layer).content();
  }

  long size() {
    return content().size();
  }

  /** A short name for progress. */
  String name() {
    return key().digest().hex().substring(0, SHORT);
  }
}
