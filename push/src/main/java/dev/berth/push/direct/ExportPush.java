package dev.berth.push.direct;

import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Outcome;
import dev.berth.push.compress.Compression;
import dev.berth.push.direct.BlobPush.Pushed;
import dev.berth.push.direct.BlobPush.Trust;
import dev.berth.push.distribution.Manifest;
import dev.berth.push.distribution.Repository;
import dev.berth.push.distribution.SourceStream;
import dev.berth.push.image.Blob;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.DockerExport;
import dev.berth.push.image.ExportedImage;
import dev.berth.push.image.ImageManifest;
import dev.berth.push.image.Layer;
import dev.berth.push.image.ManifestWriter;
import dev.berth.push.image.ManifestWriter.Written;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * One push of an image that an engine exports. The export is read in one pass and kept nowhere, so
 * a layer is compressed and uploaded while it comes by; only where that fails is it exported again.
 */
final class ExportPush {
  private static final int PASSES = 3;

  private final Repository repository;
  private final BlobPush blobs;
  private final ManifestPush manifests;
  private final PushCache cache;
  private final Semaphore registry;
  private final Compression compression;
  private final boolean dryRun;

  ExportPush(
      Repository repository,
      BlobPush blobs,
      ManifestPush manifests,
      PushCache cache,
      Semaphore registry,
      DirectEngine.Options options) {
    this.repository = repository;
    this.blobs = blobs;
    this.manifests = manifests;
    this.cache = cache;
    this.registry = registry;
    this.compression = options.compression();
    this.dryRun = options.dryRun();
  }

  /** Pushes the image, in the order of the wire. */
  PushResult push(ExportedImage image, String target) {
    Optional<Digest> there = manifests.find(target);
    Optional<PushResult> nothingToDo = known(image, target, there);
    if (nothingToDo.isPresent()) {
      return nothingToDo.get();
    }
    var layers = new ExportedLayers(blobs, compression, image.diffIds());
    DockerExport export = read(image, layers);
    blobs.push(BlobJob.config(export.config()), registry, Trust.ALL);
    List<Pushed> pushed = layers.inOrder(export);
    Written manifest = written(export, pushed);
    Digest digest = ImagePush.digest(manifest, target);
    if (!dryRun) {
      cache.rememberManifest(image.id(), compression, manifest);
      for (int attempt = 1;
          !there.equals(Optional.of(digest)) && !manifests.put(target, manifest);
          attempt++) {
        if (attempt == PASSES) {
          throw manifests.lacksBlobs(target);
        }
        manifests.pause(attempt);
      }
    }
    return result(digest, pushed);
  }

  /** What needs no export, since an earlier push of the image told what it becomes. */
  private Optional<PushResult> known(ExportedImage image, String target, Optional<Digest> there) {
    Optional<Written> cached = cache.manifest(image.id(), compression);
    if (cached.isEmpty()) {
      return Optional.empty();
    }
    Digest digest = ImagePush.digest(cached.get(), target);
    List<Descriptor> layers = Manifest.parse(digest, cached.get().bytes().bytes()).layers();
    boolean tagged = there.equals(Optional.of(digest));
    if (!tagged
        && (repository.findManifest(digest.toString()).isEmpty()
            || (!dryRun && !manifests.put(target, cached.get())))) {
      return Optional.empty();
    }
    return Optional.of(
        result(digest, layers.stream().map(it -> new Pushed(it, Outcome.EXISTS)).toList()));
  }

  private DockerExport read(ExportedImage image, ExportedLayers layers) {
    for (int pass = 1; ; pass++) {
      DockerExport export;
      registry.acquireUninterruptibly();
      try (InputStream stream = image.export()) {
        export = DockerExport.read(new SourceStream(stream), layers);
      } catch (IOException e) {
        throw new BerthException(
            ErrorCode.ENGINE, "the engine's export of the image broke off: " + e.getMessage(), e);
      } finally {
        registry.release();
      }
      Optional<BerthException> missing = layers.missing(export);
      if (missing.isEmpty()) {
        return export;
      }
      if (pass == PASSES) {
        throw missing.get();
      }
    }
  }

  private static Written written(DockerExport export, List<Pushed> pushed) {
    List<Layer> layers = new ArrayList<>();
    Blob config = export.config();
    pushed.forEach(it -> layers.add(new Layer.Ready(it.descriptor(), config.content())));
    var manifest =
        new ImageManifest(
            export.manifest(), ManifestWriter.DOCKER_MANIFEST, config, List.copyOf(layers));
    return ManifestWriter.write(manifest, pushed.stream().map(Pushed::descriptor).toList());
  }

  private static PushResult result(Digest digest, List<Pushed> pushed) {
    return new PushResult(digest, pushed.stream().map(Pushed::layer).distinct().toList());
  }
}
