package dev.berth.push.direct;

import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Outcome;
import dev.berth.push.compress.Compression;
import dev.berth.push.direct.BlobPush.Pushed;
import dev.berth.push.direct.BlobPush.Trust;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ImageIndex;
import dev.berth.push.image.ImageManifest;
import dev.berth.push.image.Layer;
import dev.berth.push.image.ManifestNode;
import dev.berth.push.image.ManifestWriter;
import dev.berth.push.image.ManifestWriter.Written;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** One push of one image to one repository. */
final class ImagePush {
  private static final int ATTEMPTS = 3;

  private final BlobPush blobs;
  private final ParallelPush parallel;
  private final ManifestPush manifests;
  private final Compression compression;
  private final boolean dryRun;

  ImagePush(
      BlobPush blobs,
      ParallelPush parallel,
      ManifestPush manifests,
      Compression compression,
      boolean dryRun) {
    this.blobs = blobs;
    this.parallel = parallel;
    this.manifests = manifests;
    this.compression = compression;
    this.dryRun = dryRun;
  }

  /**
   * Pushes the image, in the order of the wire.
   *
   * @param target the tag, or else the digest, that is to name it
   */
  PushResult push(ManifestNode image, String target) {
    // The first request also logs in, once for all that follow.
    Optional<Digest> there = manifests.find(target);
    Optional<Written> expected = written(image, blobs::known);
    if (expected.isPresent() && there.equals(Optional.of(digest(expected.get(), target)))) {
      return result(
          there.get(), image, job -> new Pushed(blobs.known(job).orElseThrow(), Outcome.EXISTS));
    }
    // Each blob: is it there? else mount it, else upload it.
    List<BlobJob> jobs = jobs(image);
    Map<Digest, Pushed> pushed = parallel.push(jobs);
    // The manifests by their digests, and last the one that the tag will name.
    Function<BlobJob, Optional<Descriptor>> descriptors =
        job -> Optional.ofNullable(pushed.get(job.key())).map(Pushed::descriptor);
    Digest digest = digest(written(image, descriptors).orElseThrow(), target);
    if (!dryRun && !there.equals(Optional.of(digest))) {
      for (int attempt = 1; !put(image, target, descriptors); attempt++) {
        if (attempt == ATTEMPTS) {
          throw manifests.lacksBlobs(target);
        }
        // Its garbage collection came between, or it does not see yet what it got.
        manifests.pause(attempt);
        Trust trust = attempt == 1 ? Trust.PRESENCE : Trust.NOTHING;
        parallel
            .pushAgain(jobs, trust)
            .forEach((key, again) -> pushed.merge(key, again, ImagePush::sent));
      }
    }
    return result(digest, image, job -> Objects.requireNonNull(pushed.get(job.key())));
  }

  /** Of two times that a blob was seen to, the one that sent it. */
  private static Pushed sent(Pushed before, Pushed now) {
    return now.outcome() == Outcome.EXISTS ? before : now;
  }

  static Digest digest(Written image, String target) {
    Digest digest = image.bytes().digest();
    if (target.contains(":") && !target.equals(digest.toString())) {
      throw new BerthException(
          ErrorCode.INVALID, "the image's digest is %s, not %s".formatted(digest, target));
    }
    return digest;
  }

  /** Puts an index after what it names; false when the registry lacks blobs. */
  private boolean put(
      ManifestNode node, String target, Function<BlobJob, Optional<Descriptor>> descriptors) {
    if (node instanceof ImageIndex index) {
      for (ManifestNode child : index.manifests()) {
        Written written = written(child, descriptors).orElseThrow();
        if (!put(child, written.bytes().digest().toString(), descriptors)) {
          return false;
        }
      }
    }
    return manifests.put(target, written(node, descriptors).orElseThrow());
  }

  /** The manifest as it is pushed; empty while a layer's digest is not known. */
  private Optional<Written> written(
      ManifestNode node, Function<BlobJob, Optional<Descriptor>> descriptors) {
    return written(node, compression, descriptors);
  }

  /** The same for an image that is not pushed. */
  static Optional<Written> written(
      ManifestNode node,
      Compression compression,
      Function<BlobJob, Optional<Descriptor>> descriptors) {
    List<Descriptor> parts = new ArrayList<>();
    if (node instanceof ImageManifest manifest) {
      for (Layer layer : manifest.layers()) {
        descriptors.apply(job(layer, manifest, compression)).ifPresent(parts::add);
      }
      return parts.size() == manifest.layers().size()
          ? Optional.of(ManifestWriter.write(manifest, parts))
          : Optional.empty();
    }
    ImageIndex index = (ImageIndex) node;
    for (ManifestNode child : index.manifests()) {
      written(child, compression, descriptors).map(ImagePush::descriptor).ifPresent(parts::add);
    }
    return parts.size() == index.manifests().size()
        ? Optional.of(ManifestWriter.write(index, parts))
        : Optional.empty();
  }

  private static Descriptor descriptor(Written written) {
    return new Descriptor(
        written.mediaType(), written.bytes().digest(), written.bytes().bytes().length);
  }

  static BlobJob job(Layer layer, ImageManifest manifest, Compression compression) {
    return new BlobJob(layer, ManifestWriter.layerType(manifest.mediaType(), compression), true);
  }

  /** All layers and configurations of the image, each once. */
  private List<BlobJob> jobs(ManifestNode image) {
    Map<Digest, BlobJob> jobs = new LinkedHashMap<>();
    collect(image, jobs, true);
    return List.copyOf(jobs.values());
  }

  private void collect(ManifestNode node, Map<Digest, BlobJob> jobs, boolean configs) {
    if (node instanceof ImageManifest manifest) {
      for (Layer layer : manifest.layers()) {
        BlobJob job = job(layer, manifest, compression);
        jobs.putIfAbsent(job.key(), job);
      }
      if (configs) {
        BlobJob config = BlobJob.config(manifest.config());
        jobs.putIfAbsent(config.key(), config);
      }
    } else {
      ((ImageIndex) node).manifests().forEach(child -> collect(child, jobs, configs));
    }
  }

  private PushResult result(Digest digest, ManifestNode image, Function<BlobJob, Pushed> outcomes) {
    Map<Digest, BlobJob> layers = new LinkedHashMap<>();
    collect(image, layers, false);
    return new PushResult(
        digest, layers.values().stream().map(outcomes).map(Pushed::layer).toList());
  }
}
