package dev.berth.push.direct;

import dev.berth.push.PushListener;
import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Outcome;
import dev.berth.push.archive.Content;
import dev.berth.push.compress.CompressedLayer;
import dev.berth.push.compress.Compression;
import dev.berth.push.compress.LayerCompressor;
import dev.berth.push.distribution.KnownUpload;
import dev.berth.push.distribution.Repository;
import dev.berth.push.distribution.Repository.Mount;
import dev.berth.push.distribution.SourceStream;
import dev.berth.push.distribution.StreamedUpload;
import dev.berth.push.distribution.UploadSession;
import dev.berth.push.distribution.Uploads;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.Layer;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;

/** Brings blobs into one repository, by the cheapest way that the registry goes along with. */
final class BlobPush {
  private final Repository repository;
  private final PushCache cache;
  private final Uploads uploads;
  private final LayerCompressor compressor;
  private final Compression compression;
  private final boolean dryRun;
  private final PushListener listener;

  BlobPush(
      Uploads uploads,
      PushCache cache,
      LayerCompressor compressor,
      Compression compression,
      boolean dryRun,
      PushListener listener) {
    this.repository = uploads.repository();
    this.cache = cache;
    this.uploads = uploads;
    this.compressor = compressor;
    this.compression = compression;
    this.dryRun = dryRun;
    this.listener = listener;
  }

  /** How far a registry is believed that may have said that it lacks blobs. */
  enum Trust {
    /** What it has it has, and what it mounted is there. */
    ALL,
    /** What it says that it has is there. */
    PRESENCE,
    /** Only what is sent is there. */
    NOTHING
  }

  /** A blob that is in the repository now, or would be. */
  record Pushed(Descriptor descriptor, Outcome outcome) {
    PushResult.Layer layer() {
      return new PushResult.Layer(descriptor.digest(), descriptor.size(), outcome);
    }
  }

  /** What a blob is in a registry, where that is known without reading it. */
  Optional<Descriptor> known(BlobJob job) {
    return known(job, cache, compression);
  }

  /** The same for a blob that is not pushed. */
  static Optional<Descriptor> known(BlobJob job, PushCache cache, Compression compression) {
    return job.layer() instanceof Layer.Ready ready
        ? Optional.of(ready.descriptor())
        : cache.compressed(job.key(), compression, job.mediaType()).map(PushCache.Known::blob);
  }

  /**
   * Sees to it that the blob is there.
   *
   * @param registry what limits the uploads to the registry
   * @param trust how far the registry is believed
   */
  Pushed push(BlobJob job, Semaphore registry, Trust trust) {
    registry.acquireUninterruptibly();
    try {
      return push(job, trust);
    } finally {
      registry.release();
    }
  }

  private Pushed push(BlobJob job, Trust trust) {
    Optional<Descriptor> known = known(job);
    if (known.isEmpty()) {
      return dryRun ? compressed(job) : uploaded(job, Optional.empty());
    }
    Descriptor blob = known.get();
    if (trust != Trust.NOTHING && repository.has(blob)) {
      return done(job, blob, Outcome.EXISTS);
    }
    Optional<String> other = trust == Trust.ALL ? otherRepository(blob) : Optional.empty();
    if (dryRun) {
      return done(job, blob, other.isPresent() ? Outcome.WOULD_MOUNT : Outcome.WOULD_UPLOAD);
    }
    Mount mount = other.map(from -> repository.mount(blob, from)).orElse(Mount.NOTHING);
    return mount.mounted() ? done(job, blob, Outcome.MOUNTED) : uploaded(job, mount.upload());
  }

  /** The repository to mount a blob from: the latest that held it. */
  private Optional<String> otherRepository(Descriptor blob) {
    return cache.repositories(repository.host(), blob.digest()).stream()
        .filter(other -> !other.equals(repository.name()))
        .findFirst();
  }

  private Pushed uploaded(BlobJob job, Optional<UploadSession> opened) {
    LongConsumer progress = read -> listener.layerProgress(job.name(), read, job.size());
    if (job.layer() instanceof Layer.Ready ready) {
      var upload = new KnownUpload(uploads, ready.descriptor(), ready.content(), progress);
      return done(job, upload.send(opened), Outcome.UPLOADED);
    }
    CompressedLayer sent =
        stream(
            uploads,
            job.layer().content(),
            Optional.of(job.key()),
            job.mediaType(),
            opened,
            progress);
    return done(job, new Descriptor(job.mediaType(), sent.digest(), sent.size()), Outcome.UPLOADED);
  }

  /** Compresses a layer into the repository. */
  private CompressedLayer stream(
      Uploads to,
      Content layer,
      Optional<Digest> diffId,
      String mediaType,
      Optional<UploadSession> opened,
      LongConsumer progress) {
    CompressedLayer sent =
        repository.strategy().wantsSize()
            ? spooled(layer, diffId, mediaType, progress)
            : streamed(to, layer, diffId, mediaType, opened, progress);
    cache.rememberCompressed(sent, compression);
    return sent;
  }

  private CompressedLayer streamed(
      Uploads to,
      Content layer,
      Optional<Digest> diffId,
      String mediaType,
      Optional<UploadSession> opened,
      LongConsumer progress) {
    var upload = new StreamedUpload(to, layer, diffId, compressor, mediaType, progress);
    try {
      upload.send(opened);
      return upload.compressed();
    } catch (BerthException e) {
      if (!upload.wantsSize()) {
        throw e;
      }
      if (to.attempts() == 1) {
        // The layer has come by; when it does again, it is known how to send it.
        throw new BerthException(ErrorCode.TRANSIENT, e.getMessage(), e);
      }
      return spooled(layer, diffId, mediaType, progress);
    }
  }

  /** A layer of an export, and what its tar is. */
  record Streamed(Pushed pushed, Digest diffId) {}

  /** Compresses a layer that comes by once. */
  Streamed streamOnce(Content layer, String name, String mediaType) {
    LongConsumer progress = read -> listener.layerProgress(name, read, layer.size());
    CompressedLayer sent =
        dryRun
            ? compress(layer)
            : stream(
                uploads.once(), layer, Optional.empty(), mediaType, Optional.empty(), progress);
    var blob = new Descriptor(mediaType, sent.digest(), sent.size());
    Outcome planned = dryRun && repository.has(blob) ? Outcome.EXISTS : Outcome.WOULD_UPLOAD;
    return new Streamed(done(name, blob, dryRun ? planned : Outcome.UPLOADED), sent.diffId());
  }

  /** Sends a blob that comes by once. */
  Pushed pushOnce(String name, Descriptor blob, Content content) {
    if (repository.has(blob)) {
      return done(name, blob, Outcome.EXISTS);
    }
    if (dryRun) {
      return done(name, blob, Outcome.WOULD_UPLOAD);
    }
    LongConsumer progress = read -> listener.layerProgress(name, read, blob.size());
    new KnownUpload(uploads.once(), blob, content, progress).send(Optional.empty());
    return done(name, blob, Outcome.UPLOADED);
  }

  /** A layer that an earlier push compressed, if the repository has it. */
  Optional<PushCache.Known> present(Digest diffId, String mediaType) {
    return cache
        .compressed(diffId, compression, mediaType)
        .filter(layer -> repository.has(layer.blob()));
  }

  Pushed exists(String name, Descriptor blob) {
    return done(name, blob, Outcome.EXISTS);
  }

  boolean isCancelled() {
    return uploads.cancellation().isCancelled();
  }

  /** For registries that take nothing whose size they are not told before. */
  private CompressedLayer spooled(
      Content layer, Optional<Digest> diffId, String mediaType, LongConsumer progress) {
    Path file = null;
    try {
      file = cache.spool();
      CompressedLayer compressed;
      try (InputStream in = new SourceStream(layer.open());
          OutputStream out = Files.newOutputStream(file)) {
        compressed = compressor.compress(in, out);
      }
      StreamedUpload.requireDiffId(diffId, compressed, "compressing for " + repository);
      Descriptor blob = new Descriptor(mediaType, compressed.digest(), compressed.size());
      new KnownUpload(uploads, blob, ofFile(file), progress).send(Optional.empty());
      return compressed;
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.IMAGE, "a compressed layer cannot be kept in a file: " + e.getMessage(), e);
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

  private static Content ofFile(Path file) throws IOException {
    long size = Files.size(file);
    return new Content() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }
    };
  }

  /** What would be sent: nothing but compressing it tells its size. */
  private Pushed compressed(BlobJob job) {
    CompressedLayer compressed = compress(job.layer().content());
    StreamedUpload.requireDiffId(
        Optional.of(job.key()), compressed, "compressing for " + repository);
    var blob = new Descriptor(job.mediaType(), compressed.digest(), compressed.size());
    return done(job, blob, repository.has(blob) ? Outcome.EXISTS : Outcome.WOULD_UPLOAD);
  }

  private CompressedLayer compress(Content layer) {
    try (InputStream in = new SourceStream(layer.open())) {
      return compressor.compress(in, OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new BerthException(ErrorCode.IMAGE, "the image cannot be read: " + e.getMessage(), e);
    }
  }

  private Pushed done(BlobJob job, Descriptor blob, Outcome outcome) {
    if (job.isLayer()) {
      return done(job.name(), blob, outcome);
    }
    remember(blob);
    return new Pushed(blob, outcome);
  }

  private Pushed done(String name, Descriptor blob, Outcome outcome) {
    remember(blob);
    listener.layerDone(name, outcome);
    return new Pushed(blob, outcome);
  }

  private void remember(Descriptor blob) {
    if (!dryRun) {
      cache.rememberRepository(repository.host(), blob.digest(), repository.name());
    }
  }
}
