package dev.berth.push.direct;

import dev.berth.push.PushResult.Outcome;
import dev.berth.push.compress.CompressedLayer;
import dev.berth.push.distribution.UncompressedLayer;
import dev.berth.push.image.Blob;
import dev.berth.push.image.Descriptor;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Finds out what a push would do with blobs, and writes nothing. */
final class BlobPlanner implements BlobTransfer {
  private final PushRun run;

  BlobPlanner(PushRun run) {
    this.run = run;
  }

  @Override
  public PushedBlob transfer(BlobJob job, Descriptor blob, Optional<String> mountFrom) {
    return new PushedBlob(blob, mountFrom.isPresent() ? Outcome.WOULD_MOUNT : Outcome.WOULD_UPLOAD);
  }

  @Override
  public PushedBlob compress(BlobJob job) {
    return compressed(job.uncompressed()).pushed();
  }

  @Override
  public Outcome transferOnce(Blob blob, String name) {
    return Outcome.WOULD_UPLOAD;
  }

  @Override
  public StreamedLayer compressOnce(UncompressedLayer layer, String name) {
    return compressed(layer);
  }

  /** The size of a compressed layer is known only after compressing it. */
  private StreamedLayer compressed(UncompressedLayer layer) {
    CompressedLayer compressed;
    try {
      compressed = layer.compress(run.compressor(), OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new BerthException(ErrorCode.IMAGE, "the image cannot be read: " + e.getMessage(), e);
    }
    Descriptor blob = layer.descriptor(compressed, "compressing for " + run.repository());
    Outcome outcome = run.repository().has(blob) ? Outcome.EXISTS : Outcome.WOULD_UPLOAD;
    return new StreamedLayer(new PushedBlob(blob, outcome), compressed.diffId());
  }
}
