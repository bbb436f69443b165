package dev.berth.push.direct;

import dev.berth.push.image.Blob;
import dev.berth.push.image.Layer;
import dev.berth.reference.Digest;

/**
 * A blob to bring into a repository.
 *
 * @param layer its bytes
 * @param mediaType what it is once it is compressed
 * @param isLayer whether it is a layer, and not a configuration
 */
record BlobJob(Layer layer, String mediaType, boolean isLayer) {
  private static final int SHORT = 12;

  static BlobJob config(Blob config) {
    return new BlobJob(
        new Layer.Ready(config.descriptor(), config.content()),
        config.descriptor().mediaType(),
        false);
  }

  /** What tells it from others: the digest that the source knows it by. */
  Digest key() {
    return layer instanceof Layer.Ready ready
        ? ready.descriptor().digest()
        : ((Layer.Uncompressed) layer).diffId();
  }

  long size() {
    return layer.content().size();
  }

  /** A short name for progress. */
  String name() {
    return key().hex().substring(0, SHORT);
  }
}
