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
 * @param number the layer's number in the image, from 1; 0 for what is no layer
 */
record BlobJob(Layer layer, String mediaType, int number) {
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
    return new BlobJob(new Layer.AsIs(descriptor, blob.content()), descriptor.mediaType(), 0);
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

  Content content() {
    return layer instanceof Layer.Uncompressed tar ? tar.content() : ((Layer.AsIs) layer).content();
  }

  long size() {
    return content().size();
  }

  BlobJob numbered(int newNumber) {
    return new BlobJob(layer, mediaType, newNumber);
  }

  boolean isLayer() {
    return number > 0;
  }

  /** The name for progress; that of a layer to compress is replaced when its digest is known. */
  String name() {
    return key().compressed() ? "layer " + number : key().digest().hex().substring(0, SHORT);
  }
}
