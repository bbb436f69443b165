package dev.berth.push.distribution;

import dev.berth.push.archive.Content;
import dev.berth.push.compress.CompressedLayer;
import dev.berth.push.compress.LayerCompressor;
import dev.berth.push.http.Body;
import dev.berth.push.http.Response;
import dev.berth.push.http.UploadStrategy;
import dev.berth.push.image.Descriptor;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Compresses a layer into an upload: its digest and size are known only at the end. */
public final class StreamedUpload extends BlobUpload {
  private final UploadStrategy.Choice strategy;
  private final Content layer;
  private final Optional<Digest> diffId;
  private final LayerCompressor compressor;
  private final String mediaType;
  private final LongConsumer progress;
  private @Nullable CompressedLayer compressed;
  private boolean wantsSize;

  /**
   * A layer to send.
   *
   * @param diffId what the uncompressed layer must be; empty where it is not known yet
   * @param progress told how much of the layer was read
   */
  public StreamedUpload(
      Uploads uploads,
      Content layer,
      Optional<Digest> diffId,
      LayerCompressor compressor,
      String mediaType,
      LongConsumer progress) {
    super(uploads, diffId.map(digest -> "the layer " + digest).orElse("a layer"));
    this.strategy = uploads.repository().strategy();
    this.layer = layer;
    this.diffId = diffId;
    this.compressor = compressor;
    this.mediaType = mediaType;
    this.progress = progress;
  }

  /** What the layer became, once it was sent. */
  public CompressedLayer compressed() {
    if (compressed == null) {
      throw new IllegalStateException("not sent yet");
    }
    return compressed;
  }

  /** Whether the registry refused a body of which it is not told the size. */
  public boolean wantsSize() {
    return wantsSize;
  }

  @Override
  public Descriptor send(Upload upload) {
    compressed = null;
    Response patched = upload.patch(new CompressedBody(), Optional.empty());
    wantsSize = Upload.isUnsupported(patched);
    if (wantsSize) {
      strategy.wantSize();
    }
    upload.requireSuccess(patched);
    CompressedLayer done = compressed();
    requireDiffId(diffId, done, step());
    long received = Upload.received(patched).orElse(done.size());
    if (received != done.size()) {
      throw new BerthException(
          ErrorCode.TRANSIENT,
          "%s: the registry got %d of %d bytes".formatted(step(), received, done.size()));
    }
    upload.requireSuccess(upload.commit(done.digest(), done.size(), Optional.empty()));
    return descriptor(done);
  }

  @Override
  Optional<Descriptor> committed() {
    return Optional.ofNullable(compressed)
        .filter(done -> diffId.isEmpty() || diffId.get().equals(done.diffId()))
        .map(this::descriptor);
  }

  private Descriptor descriptor(CompressedLayer done) {
    return new Descriptor(mediaType, done.digest(), done.size());
  }

  /** Fails when the layer is not what the image says that it is. */
  public static void requireDiffId(Optional<Digest> diffId, CompressedLayer done, String step) {
    if (diffId.isPresent() && !diffId.get().equals(done.diffId())) {
      throw new BerthException(
          ErrorCode.IMAGE,
          "%s: the image is damaged: the layer's digest is %s, not %s"
              .formatted(step, done.diffId(), diffId.get()));
    }
  }

  private final class CompressedBody implements Body {
    @Override
    public long length() {
      return UNKNOWN;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      try (InputStream in = new ProgressStream(new SourceStream(layer.open()), progress)) {
        compressed = compressor.compress(in, out);
      }
    }
  }
}
