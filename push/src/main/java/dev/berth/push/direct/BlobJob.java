package dev.berth.push.direct;

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
 * @param mediaType the media type of the compressed blob
 * @param isLayer whether it is a layer, and not a configuration
 */
record BlobJob(Layer layer, String mediaType, boolean isLayer) {
  private static final int SHORT = 12;

  static BlobJob config(Blob config) {
    Descriptor descriptor = config.descriptor();
    return new BlobJob(new Layer.AsIs(descriptor, config.content()), descriptor.mediaType(), false);
  }

  /** The digest by which the source names it. */
  Digest key() {
    return layer instanceof Layer.AsIs asIs
        ? asIs.descriptor().digest()
        : ((Layer.Uncompressed) layer).diffId();
  }

  /** The blob that it becomes, if that is known without compressing it. */
  Optional<Descriptor> known(PushCache cache, Compression compression) {
    return layer instanceof Layer.AsIs asIs
        ? Optional.of(asIs.descriptor())
        : cache.compressed(key(), compression, mediaType).map(PushCache.CachedLayer::blob);
  }

  /** The layer to compress. */
  UncompressedLayer uncompressed() {
    return new UncompressedLayer(layer.content(), Optional.of(key()), mediaType);
  }

  long size() {
    return layer.content().size();
  }

  /** A short name for progress. */
  String name() {
    return key().hex().substring(0, SHORT);
  }
}
