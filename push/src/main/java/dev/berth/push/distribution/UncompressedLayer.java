package dev.berth.push.distribution;

import dev.berth.push.archive.Content;
import dev.berth.push.archive.SourceStream;
import dev.berth.push.compress.CompressedLayer;
import dev.berth.push.compress.LayerCompressor;
import dev.berth.push.image.Descriptor;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A layer to compress.
 *
 * @param content its tar
 * @param diffId the digest that the tar must have; empty if it is not known yet
 * @param mediaType the media type of the compressed layer
 */
public record UncompressedLayer(Content content, Optional<Digest> diffId, String mediaType) {
  /** Compresses the layer without reporting progress. */
  public CompressedLayer compress(LayerCompressor compressor, OutputStream out) throws IOException {
    return compress(compressor, out, read -> {});
  }

  /**
   * Compresses the layer.
   *
   * @param progress receives the number of bytes read so far
   * @throws IOException when {@code out} fails, or the source cannot be opened
   */
  CompressedLayer compress(LayerCompressor compressor, OutputStream out, LongConsumer progress)
      throws IOException {
    try (InputStream in = new SourceStream(content.open(), progress)) {
      return compressor.compress(in, out);
    }
  }

  /**
   * The descriptor of the compressed layer.
   *
   * @param step the current step, to begin the failure's message with
   * @throws BerthException {@code IMAGE} when the layer has another digest than the image names
   */
  public Descriptor descriptor(CompressedLayer compressed, String step) {
    if (diffId.isPresent() && !diffId.get().equals(compressed.diffId())) {
      throw new BerthException(
          ErrorCode.IMAGE,
          "%s: the image is damaged: the layer's digest is %s, not %s"
              .formatted(step, compressed.diffId(), diffId.get()));
    }
    return new Descriptor(mediaType, compressed.digest(), compressed.size());
  }
}
