package dev.berth.push.direct;

import dev.berth.push.PushResult.Outcome;
import dev.berth.push.archive.SourceFile;
import dev.berth.push.compress.CompressedLayer;
import dev.berth.push.distribution.KnownUpload;
import dev.berth.push.distribution.Repository;
import dev.berth.push.distribution.Repository.Mount;
import dev.berth.push.distribution.StreamedUpload;
import dev.berth.push.distribution.UncompressedLayer;
import dev.berth.push.distribution.Upload;
import dev.berth.push.image.Blob;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.Layer;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Mounts and uploads blobs. */
final class BlobSender implements BlobTransfer {
  private final PushRun run;
  private final Repository repository;

  BlobSender(PushRun run) {
    this.run = run;
    this.repository = run.repository();
  }

  @Override
  public PushedBlob transfer(BlobJob job, Descriptor blob, Optional<String> mountFrom) {
    Mount mount = mountFrom.map(from -> repository.mount(blob, from)).orElse(Mount.NOTHING);
    return mount.mounted() ? new PushedBlob(blob, Outcome.MOUNTED) : uploaded(job, mount.upload());
  }

  @Override
  public PushedBlob compress(BlobJob job) {
    return uploaded(job, Optional.empty());
  }

  private PushedBlob uploaded(BlobJob job, Optional<Upload> opened) {
    LongConsumer progress = job.isLayer() ? run.progress(job.name(), job.size()) : sent -> {};
    if (job.layer() instanceof Layer.AsIs asIs) {
      new KnownUpload(repository, new Blob(asIs.descriptor(), asIs.content()), progress)
          .send(opened, Upload.ATTEMPTS);
      return new PushedBlob(asIs.descriptor(), Outcome.UPLOADED);
    }
    return compressed(job.uncompressed(), progress, opened, Upload.ATTEMPTS).pushed();
  }

  @Override
  public Outcome transferOnce(Blob blob, String name) {
    LongConsumer progress = run.progress(name, blob.descriptor().size());
    new KnownUpload(repository, blob, progress).send(Optional.empty(), 1);
    return Outcome.UPLOADED;
  }

  @Override
  public StreamedLayer compressOnce(UncompressedLayer layer, String name) {
    LongConsumer progress = run.progress(name, layer.content().size());
    return compressed(layer, progress, Optional.empty(), 1);
  }

  /** Compresses a layer into an upload, or first into a file if the registry requires the size. */
  private StreamedLayer compressed(
      UncompressedLayer layer, LongConsumer progress, Optional<Upload> opened, int attempts) {
    CompressedLayer sent =
        repository.strategy().requiresSize()
            ? spooled(layer, progress, opened)
            : streamed(layer, progress, opened, attempts);
    run.cache().rememberCompressed(sent, run.compression());
    var blob = new Descriptor(layer.mediaType(), sent.digest(), sent.size());
    return new StreamedLayer(new PushedBlob(blob, Outcome.UPLOADED), sent.diffId());
  }

  private CompressedLayer streamed(
      UncompressedLayer layer, LongConsumer progress, Optional<Upload> opened, int attempts) {
    var upload = new StreamedUpload(repository, layer, run.compressor(), progress);
    Optional<CompressedLayer> sent = upload.send(opened, attempts);
    if (sent.isEmpty() && attempts == 1) {
      throw new BerthException(
          ErrorCode.TRANSIENT,
          "%s requires the size of a layer before it is sent".formatted(repository));
    }
    return sent.orElseGet(() -> spooled(layer, progress, Optional.empty()));
  }

  private CompressedLayer spooled(
      UncompressedLayer layer, LongConsumer progress, Optional<Upload> opened) {
    Path file = null;
    try {
      file = run.cache().spool();
      CompressedLayer compressed;
      try (OutputStream out = Files.newOutputStream(file)) {
        compressed = layer.compress(run.compressor(), out);
      }
      Descriptor blob = layer.descriptor(compressed, "compressing for " + repository);
      new KnownUpload(
              repository, new Blob(blob, SourceFile.of(file, file.toString()).content()), progress)
          .send(opened, Upload.ATTEMPTS);
      return compressed;
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.TRANSIENT,
          "%s requires the size of a layer before it is sent, and the compressed layer cannot be stored meanwhile: %s"
              .formatted(repository, e),
          e,
          "free space in the cache folder, or set another one with XDG_CACHE_HOME");
    } finally {
      if (file != null) {
        delete(file);
      }
    }
  }

  private static void delete(Path file) {
    if (!file.toFile().delete()) {
      file.toFile().deleteOnExit();
    }
  }
}
