package dev.berth.push.direct;

import dev.berth.push.PushResult.Outcome;
import dev.berth.push.archive.Content;
import dev.berth.push.direct.BlobTransfer.StreamedLayer;
import dev.berth.push.distribution.RegistryContent;
import dev.berth.push.distribution.Repository;
import dev.berth.push.distribution.UncompressedLayer;
import dev.berth.push.image.Blob;
import dev.berth.push.image.Descriptor;
import dev.berth.reference.Digest;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Brings blobs into one repository in the cheapest way that the registry supports.
 *
 * @see "docs/decisions/0005-who-verifies-blobs.md"
 */
final class BlobPush {
  private final PushRun run;
  private final Repository repository;
  private final BlobTransfer transfer;

  BlobPush(PushRun run) {
    this.run = run;
    this.repository = run.repository();
    this.transfer = run.dryRun() ? new BlobPlanner(run) : new BlobSender(run);
  }

  /** Which blobs of a registry may be reused; fewer after it reported that blobs are missing. */
  enum Reuse {
    /** Blobs that the repository has, and blobs that another repository has. */
    MOUNTS_AND_BLOBS,
    /** Blobs that the repository has. */
    BLOBS,
    /** None: everything is sent again. */
    NOTHING
  }

  /** The blob that a job becomes, if that is known without compressing it. */
  Optional<Descriptor> known(BlobJob job) {
    return job.known(run.cache(), run.compression());
  }

  /** Ensures that the repository has the blob, once an upload slot is free. */
  PushedBlob push(BlobJob job, Reuse reuse) {
    Semaphore uploadSlots = run.shared().limits().uploadSlots();
    uploadSlots.acquireUninterruptibly();
    try {
      PushedBlob pushed = pushed(job, reuse);
      remember(pushed.descriptor());
      if (job.isLayer()) {
        run.listener().layerDone(job.name(), Optional.of(pushed.layer()));
      }
      return pushed;
    } finally {
      uploadSlots.release();
    }
  }

  /** The steps for one blob: does the repository have it, else mount it, else upload it. */
  private PushedBlob pushed(BlobJob job, Reuse reuse) {
    Optional<Descriptor> known = known(job);
    if (known.isEmpty()) {
      return transfer.compress(job);
    }
    Descriptor blob = known.get();
    if (reuse != Reuse.NOTHING && repository.has(blob)) {
      return new PushedBlob(blob, Outcome.EXISTS);
    }
    Optional<String> mountFrom =
        reuse == Reuse.MOUNTS_AND_BLOBS ? otherRepository(job, blob) : Optional.empty();
    return transfer.transfer(job, blob, mountFrom);
  }

  /** The repository to mount a blob from: that of the source, or the latest one that had it. */
  private Optional<String> otherRepository(BlobJob job, Descriptor blob) {
    if (job.content() instanceof RegistryContent content
        && content.repository().client().host().equals(repository.client().host())) {
      return Optional.of(content.repository().name());
    }
    return run.cache().repositories(repository.client().host(), blob.digest()).stream()
        .filter(other -> !other.equals(repository.name()))
        .findFirst();
  }

  /** Compresses and pushes a layer that can be read once. */
  StreamedLayer compressOnce(Content layer, String name, String mediaType) {
    StreamedLayer done =
        transfer.compressOnce(new UncompressedLayer(layer, Optional.empty(), mediaType), name);
    done(name, done.pushed());
    return done;
  }

  /** Pushes a blob that can be read once. */
  PushedBlob pushOnce(Blob blob, String name) {
    Descriptor descriptor = blob.descriptor();
    Outcome outcome =
        repository.has(descriptor) ? Outcome.EXISTS : transfer.transferOnce(blob, name);
    return done(name, new PushedBlob(descriptor, outcome));
  }

  /** A layer that an earlier push compressed, if the repository has it. */
  Optional<PushCache.CachedLayer> findCompressed(Digest diffId, String mediaType) {
    return run.cache()
        .compressed(diffId, run.compression(), mediaType)
        .filter(layer -> repository.has(layer.blob()));
  }

  /** Reports a layer that the repository has. */
  PushedBlob exists(String name, Descriptor blob) {
    return done(name, new PushedBlob(blob, Outcome.EXISTS));
  }

  private PushedBlob done(String name, PushedBlob pushed) {
    remember(pushed.descriptor());
    run.listener().layerDone(name, Optional.of(pushed.layer()));
    return pushed;
  }

  private void remember(Descriptor blob) {
    if (!run.dryRun()) {
      run.cache().rememberRepository(repository.client().host(), blob.digest(), repository.name());
    }
  }
}
