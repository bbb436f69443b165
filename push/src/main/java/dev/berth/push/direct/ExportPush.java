package dev.berth.push.direct;

import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Outcome;
import dev.berth.push.archive.SourceStream;
import dev.berth.push.direct.BlobPush.Reuse;
import dev.berth.push.distribution.Manifest;
import dev.berth.push.image.Blob;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.DockerExport;
import dev.berth.push.image.ExportedImage;
import dev.berth.push.image.ImageManifest;
import dev.berth.push.image.Layer;
import dev.berth.push.image.ManifestWriter;
import dev.berth.push.image.SerializedManifest;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * One push of an image that an engine exports. The export is read in one pass and not stored: a
 * layer is compressed and uploaded while it is read. After a failure the image is exported again.
 */
final class ExportPush {
  private static final int PASSES = 3;

  private final PushRun run;
  private final BlobPush blobs;
  private final ManifestPush manifests;

  ExportPush(PushRun run) {
    this.run = run;
    this.blobs = new BlobPush(run);
    this.manifests = new ManifestPush(run.repository());
  }

  /** Pushes the image. The order of the steps is the order of the requests. */
  PushResult push(ExportedImage image, String target) {
    Optional<Digest> current = run.repository().findDigest(target);
    Optional<PushResult> unchanged = pushedBefore(image, target, current);
    if (unchanged.isPresent()) {
      return unchanged.get();
    }
    var layers = new ExportedLayers(run, blobs, image.diffIds());
    DockerExport export = read(image, layers);
    blobs.push(BlobJob.config(export.config()), Reuse.MOUNTS_AND_BLOBS);
    List<PushedBlob> pushed = layers.inOrder(export);
    SerializedManifest manifest = serialized(export, pushed);
    Digest digest = manifest.digestAs(target);
    if (!run.dryRun()) {
      run.cache().rememberManifest(image.id(), run.compression(), manifest);
      for (int attempt = 1;
          !current.equals(Optional.of(digest)) && !manifests.put(target, manifest);
          attempt++) {
        if (attempt == PASSES) {
          throw manifests.missingBlobs(target);
        }
        manifests.pause(attempt);
      }
    }
    return result(digest, pushed);
  }

  /** The result without an export, if an earlier push of the image is still in the repository. */
  private Optional<PushResult> pushedBefore(
      ExportedImage image, String target, Optional<Digest> current) {
    Optional<SerializedManifest> cached = run.cache().manifest(image.id(), run.compression());
    if (cached.isEmpty()) {
      return Optional.empty();
    }
    Digest digest = cached.get().digestAs(target);
    List<Descriptor> layers = Manifest.parse(digest, cached.get().bytes().bytes()).layers();
    boolean tagged = current.equals(Optional.of(digest));
    if (!tagged
        && (run.repository().findDigest(digest.toString()).isEmpty()
            || (!run.dryRun() && !manifests.put(target, cached.get())))) {
      return Optional.empty();
    }
    return Optional.of(
        result(digest, layers.stream().map(it -> new PushedBlob(it, Outcome.EXISTS)).toList()));
  }

  private DockerExport read(ExportedImage image, ExportedLayers layers) {
    Semaphore uploadSlots = run.shared().uploadSlots();
    for (int pass = 1; ; pass++) {
      DockerExport export;
      uploadSlots.acquireUninterruptibly();
      try (InputStream stream = image.export()) {
        export = DockerExport.read(new SourceStream(stream), layers);
      } catch (IOException e) {
        throw new BerthException(
            ErrorCode.ENGINE, "the engine's export of the image broke off: " + e.getMessage(), e);
      } finally {
        uploadSlots.release();
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

  private static SerializedManifest serialized(DockerExport export, List<PushedBlob> pushed) {
    Blob config = export.config();
    List<Descriptor> descriptors = pushed.stream().map(PushedBlob::descriptor).toList();
    // Only the number of the layers counts here; their content is not read.
    List<Layer> layers =
        descriptors.stream().<Layer>map(it -> new Layer.AsIs(it, config.content())).toList();
    return ManifestWriter.write(
        new ImageManifest(export.manifest(), ManifestWriter.DOCKER_MANIFEST, config, layers),
        descriptors);
  }

  private static PushResult result(Digest digest, List<PushedBlob> pushed) {
    return new PushResult(digest, pushed.stream().map(PushedBlob::layer).distinct().toList());
  }
}
