package dev.berth.push.distribution;

import dev.berth.push.compress.CompressedLayer;
import dev.berth.push.compress.LayerCompressor;
import dev.berth.push.http.Body;
import dev.berth.push.http.Response;
import dev.berth.push.image.Descriptor;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Compresses a layer into an upload: its digest and size are known only at the end. */
public final class StreamedUpload {
  private final Repository repository;
  private final UncompressedLayer layer;
  private final LayerCompressor compressor;
  private final LongConsumer progress;
  private final String step;
  private @Nullable CompressedLayer compressed;
  private boolean requiresSize;

  /**
   * A layer to send.
   *
   * @param progress receives the number of bytes of the layer that were read so far
   */
  public StreamedUpload(
      Repository repository,
      UncompressedLayer layer,
      LayerCompressor compressor,
      LongConsumer progress) {
    this.repository = repository;
    this.layer = layer;
    this.compressor = compressor;
    this.progress = progress;
    this.step =
        repository.uploading(layer.diffId().map(digest -> "the layer " + digest).orElse("a layer"));
  }

  /**
   * Sends the layer.
   *
   * @param opened an upload that is open already
   * @param attempts how many uploads are opened at most
   * @return what was sent; empty when the registry refused a body of unknown size
   */
  public Optional<CompressedLayer> send(Optional<Upload> opened, int attempts) {
    Upload.sendBlob(repository, step, opened, attempts, this::send);
    return requiresSize ? Optional.empty() : Optional.ofNullable(compressed);
  }

  private boolean send(Upload upload) {
    Response patched = upload.patch(new CompressedBody(), Optional.empty());
    requiresSize = Upload.isUnsupported(patched);
    if (requiresSize) {
      repository.strategy().requireSize();
      upload.cancel();
      return true;
    }
    upload.requireSuccess(patched);
    CompressedLayer sent = sent();
    Descriptor blob = layer.descriptor(sent, step);
    long received = Upload.received(patched).orElse(sent.size());
    if (received != sent.size()) {
      throw new BerthException(
          ErrorCode.TRANSIENT,
          "%s: the registry received %d of %d bytes".formatted(step, received, sent.size()));
    }
    upload.requireStored(upload.commit(blob, Optional.empty()), blob);
    return true;
  }

  private CompressedLayer sent() {
    if (compressed == null) {
      throw new IllegalStateException("the body was not sent");
    }
    return compressed;
  }

  private final class CompressedBody implements Body {
    @Override
    public long length() {
      return UNKNOWN;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      compressed = null;
      compressed = layer.compress(compressor, out, progress);
    }
  }
}
