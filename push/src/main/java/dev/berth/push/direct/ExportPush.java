package dev.berth.push.direct;

import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Outcome;
import dev.berth.push.archive.SourceStream;
import dev.berth.push.direct.BlobPush.Reuse;
import dev.berth.push.distribution.Manifest;
import dev.berth.push.image.Blob;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ExportedImage;
import dev.berth.push.image.ImageManifest;
import dev.berth.push.image.Layer;
import dev.berth.push.image.ManifestFormat;
import dev.berth.push.image.ManifestWriter;
import dev.berth.push.image.SerializedManifest;
import dev.berth.push.source.DockerExport;
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
  private final TagGuard guard;

  ExportPush(PushRun run) {
    this.run = run;
    this.blobs = new BlobPush(run);
    this.manifests = new ManifestPush(run);
    this.guard = TagGuard.of(run);
  }

  /** Pushes the image. The order of the steps is the order of the requests. */
  PushResult push(ExportedImage image, String target) {
    Optional<Digest> current = guard.current(target);
    Optional<Digest> kept = guard.kept(target, current, known(image, target));
    if (kept.isPresent()) {
      return new PushResult(kept.get(), List.of());
    }
    Optional<PushResult> unchanged = pushedBefore(image, target, current);
    if (unchanged.isPresent()) {
      return unchanged.get();
    }
    run.listener().begins(image.diffIds().size(), 0);
    var layers = new ExportedLayers(run, blobs, image.diffIds());
    DockerExport export = read(image, layers);
    blobs.push(BlobJob.asIs(export.config()), Reuse.MOUNTS_AND_BLOBS);
    List<PushedBlob> pushed = layers.inOrder(export);
    Optional<ManifestFormat> format = run.format();
    SerializedManifest manifest = serialized(export, pushed, format);
    if (run.dryRun()) {
      return result(manifest.digestAs(target), pushed);
    }
    Optional<Digest> keptNow = guard.keptNow(target, manifest.digestAs(target));
    if (keptNow.isPresent()) {
      return result(keptNow.get(), pushed);
    }
    boolean mayChangeFormat = format.isEmpty() && export.manifest().isEmpty();
    if (!isPut(manifest, target, current, mayChangeFormat)) {
      format = Optional.of(ManifestFormat.OCI);
      manifest = serialized(export, pushed, format);
      isPut(manifest, target, current, false);
      run.cache().rememberFormat(run.repository().client().host(), ManifestFormat.OCI);
    }
    run.cache().rememberManifest(image.id(), run.compression(), format, manifest);
    return result(manifest.digest(), pushed);
  }

  /** Pushes the manifest; false when the registry refuses its format. */
  private boolean isPut(
      SerializedManifest manifest, String target, Optional<Digest> current, boolean mayChange) {
    if (current.equals(Optional.of(manifest.digestAs(target)))) {
      return true;
    }
    for (int attempt = 1; ; attempt++) {
      ManifestPush.Outcome outcome = manifests.put(target, manifest, mayChange);
      if (outcome != ManifestPush.Outcome.MISSING_BLOBS) {
        return outcome == ManifestPush.Outcome.PUSHED;
      }
      if (attempt == PASSES) {
        throw manifests.missingBlobs(target);
      }
      manifests.pause(attempt);
    }
  }

  /** The digest of the image, if an earlier push found it out. */
  private Optional<Digest> known(ExportedImage image, String target) {
    return run.cache()
        .manifest(image.id(), run.compression(), run.format())
        .map(it -> it.digestAs(target));
  }

  /** The result without an export, if an earlier push of the image is still in the repository. */
  private Optional<PushResult> pushedBefore(
      ExportedImage image, String target, Optional<Digest> current) {
    Optional<SerializedManifest> cached =
        run.cache().manifest(image.id(), run.compression(), run.format());
    if (cached.isEmpty()) {
      return Optional.empty();
    }
    Digest digest = cached.get().digestAs(target);
    List<Descriptor> layers = Manifest.parse(digest, cached.get().bytes().bytes()).layers();
    boolean tagged = current.equals(Optional.of(digest));
    if (!tagged
        && (run.repository().findDigest(digest.toString()).isEmpty()
            || (!run.dryRun() && !isPut(cached.get(), target, current, true)))) {
      return Optional.empty();
    }
    return Optional.of(
        result(digest, layers.stream().map(it -> new PushedBlob(it, Outcome.EXISTS)).toList()));
  }

  private DockerExport read(ExportedImage image, ExportedLayers layers) {
    Semaphore uploadSlots = run.shared().limits().uploadSlots();
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

  private static SerializedManifest serialized(
      DockerExport export, List<PushedBlob> pushed, Optional<ManifestFormat> format) {
    List<Descriptor> descriptors = pushed.stream().map(PushedBlob::descriptor).toList();
    ImageManifest manifest = export.manifest().orElseGet(() -> fresh(export.config(), descriptors));
    return ManifestWriter.write(manifest, descriptors, format);
  }

  /** The manifest of an image that the engine has none for. */
  private static ImageManifest fresh(Blob config, List<Descriptor> descriptors) {
    // Only the number of the layers counts here; their content is not read.
    List<Layer> layers =
        descriptors.stream().<Layer>map(it -> new Layer.AsIs(it, config.content())).toList();
    return new ImageManifest(Optional.empty(), ManifestWriter.DOCKER_MANIFEST, config, layers);
  }

  private static PushResult result(Digest digest, List<PushedBlob> pushed) {
    return new PushResult(digest, pushed.stream().map(PushedBlob::layer).distinct().toList());
  }
}
