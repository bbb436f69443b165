package dev.berth.push.direct;

import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Outcome;
import dev.berth.push.direct.BlobPush.Reuse;
import dev.berth.push.image.ManifestNode;
import dev.berth.push.image.SerializedManifest;
import dev.berth.reference.Digest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** One push of one image to one repository. */
final class ImagePush {
  private static final int ATTEMPTS = 3;

  private final PushRun run;
  private final BlobPush blobs;
  private final ParallelPush parallel;
  private final ManifestPush manifests;

  ImagePush(PushRun run) {
    this.run = run;
    this.blobs = new BlobPush(run);
    this.parallel = new ParallelPush(run, blobs);
    this.manifests = new ManifestPush(run.repository());
  }

  /**
   * Pushes the image. The order of the steps is the order of the requests.
   *
   * @param target the tag, or else the digest, that will name the image
   */
  PushResult push(ManifestNode image, String target) {
    ImageContents contents = new ImageContents(image, run.compression());
    // The first request also logs in, for all that follow.
    Optional<Digest> current = run.repository().findDigest(target);
    List<SerializedManifest> expected = contents.manifests(blobs::known);
    if (!expected.isEmpty() && current.equals(Optional.of(digest(expected, target)))) {
      return result(
          current.get(),
          contents,
          job -> new PushedBlob(blobs.known(job).orElseThrow(), Outcome.EXISTS));
    }
    // Each blob: does the repository have it, else mount it, else upload it.
    Map<Digest, PushedBlob> pushed = parallel.push(contents.blobs());
    // The manifests by their digests, and last the one that the tag will name.
    List<SerializedManifest> serialized =
        contents.manifests(job -> Optional.of(pushed(pushed, job).descriptor()));
    Digest digest = digest(serialized, target);
    if (!run.dryRun() && !current.equals(Optional.of(digest))) {
      for (int attempt = 1; !put(serialized, target); attempt++) {
        if (attempt == ATTEMPTS) {
          throw manifests.missingBlobs(target);
        }
        // The registry collected garbage meanwhile, or does not see yet what it received.
        manifests.pause(attempt);
        Reuse reuse = attempt == 1 ? Reuse.BLOBS : Reuse.NOTHING;
        parallel
            .pushAgain(contents.blobs(), reuse)
            .forEach((key, again) -> pushed.merge(key, again, ImagePush::sent));
      }
    }
    return result(digest, contents, job -> pushed(pushed, job));
  }

  private static PushedBlob pushed(Map<Digest, PushedBlob> pushed, BlobJob job) {
    return Objects.requireNonNull(pushed.get(job.key()));
  }

  /** Of two pushes of one blob, the one that sent it. */
  private static PushedBlob sent(PushedBlob before, PushedBlob now) {
    return now.outcome() == Outcome.EXISTS ? before : now;
  }

  private static Digest digest(List<SerializedManifest> manifests, String target) {
    return manifests.get(manifests.size() - 1).digestAs(target);
  }

  /** Pushes an index after the manifests that it names; false when blobs are missing. */
  private boolean put(List<SerializedManifest> serialized, String target) {
    int last = serialized.size() - 1;
    for (SerializedManifest manifest : serialized.subList(0, last)) {
      if (!manifests.put(manifest.digest().toString(), manifest)) {
        return false;
      }
    }
    return manifests.put(target, serialized.get(last));
  }

  private static PushResult result(
      Digest digest, ImageContents contents, Function<BlobJob, PushedBlob> pushed) {
    return new PushResult(
        digest, contents.layers().stream().map(pushed).map(PushedBlob::layer).toList());
  }
}
