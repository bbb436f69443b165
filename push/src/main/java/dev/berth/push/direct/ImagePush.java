package dev.berth.push.direct;

import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Outcome;
import dev.berth.push.direct.BlobPush.Reuse;
import dev.berth.push.distribution.ReferrersTag;
import dev.berth.push.image.ManifestFormat;
import dev.berth.push.image.SerializedManifest;
import dev.berth.reference.Digest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** One push of one image to one repository. */
final class ImagePush {
  private static final int ATTEMPTS = 3;
  private final PushRun run;
  private final BlobPush blobs;
  private final ParallelPush parallel;
  private final ManifestPush manifests;
  private final TagGuard guard;

  ImagePush(PushRun run) {
    this.run = run;
    this.blobs = new BlobPush(run);
    this.parallel = new ParallelPush(run, blobs);
    this.manifests = new ManifestPush(run);
    this.guard = TagGuard.of(run);
  }

  /**
   * Pushes the image. The order of the steps is the order of the requests.
   *
   * @param target the tag, or else the digest, that will name the image
   */
  PushResult push(ImageContents contents, String target) {
    // The first request also logs in, for all that follow.
    Optional<Digest> current = guard.current(target);
    List<SerializedManifest> expected = contents.manifests(blobs::known);
    if (!expected.isEmpty()
        && current.equals(Optional.of(digest(expected, target)))
        && expected.stream().noneMatch(ReferrersTag::isNeededFor)) {
      return result(
          current.get(),
          contents,
          job -> new PushedBlob(blobs.known(job).orElseThrow(), Outcome.EXISTS));
    }
    Optional<Digest> wanted =
        expected.isEmpty() ? Optional.empty() : Optional.of(digest(expected, target));
    Optional<Digest> kept = guard.kept(target, current, wanted);
    if (kept.isPresent()) {
      return new PushResult(kept.get(), List.of());
    }
    List<BlobJob> layers = contents.layers();
    run.listener().begins(layers.size(), layers.stream().mapToLong(BlobJob::size).sum());
    // Each blob: does the repository have it, else mount it, else upload it.
    Map<BlobJob.Key, PushedBlob> pushed = parallel.push(contents.blobs());
    // The manifests by their digests, and last the one that the tag will name.
    Digest digest =
        run.dryRun()
            ? digest(serialized(contents, pushed), target)
            : putManifests(contents, pushed, target, current);
    return result(digest, contents, job -> pushed(pushed, job));
  }

  private Digest putManifests(
      ImageContents contents,
      Map<BlobJob.Key, PushedBlob> pushed,
      String target,
      Optional<Digest> current) {
    ImageContents written = contents;
    int attempt = 1;
    while (true) {
      List<SerializedManifest> serialized = serialized(written, pushed);
      Digest digest = digest(serialized, target);
      Optional<Digest> kept = guard.keptNow(target, digest);
      if (kept.isPresent()) {
        return kept.get();
      }
      // A tag that is right already may be immutable.
      String name = current.equals(Optional.of(digest)) ? digest.toString() : target;
      switch (put(serialized, name, written)) {
        case PUSHED -> {
          if (!written.format().equals(contents.format())) {
            run.cache().rememberFormat(run.repository().client().host(), ManifestFormat.OCI);
          }
          return digest;
        }
        case FORMAT_REFUSED -> written = written.as(ManifestFormat.OCI);
        case MISSING_BLOBS -> {
          if (attempt == ATTEMPTS) {
            throw manifests.missingBlobs(target);
          }
          // The registry collected garbage meanwhile, or does not see yet what it received.
          manifests.pause(attempt);
          Reuse reuse = attempt == 1 ? Reuse.BLOBS : Reuse.NOTHING;
          parallel
              .pushAgain(contents.blobs(), reuse)
              .forEach((key, again) -> pushed.merge(key, again, ImagePush::sent));
          attempt++;
        }
      }
    }
  }

  private static List<SerializedManifest> serialized(
      ImageContents contents, Map<BlobJob.Key, PushedBlob> pushed) {
    return contents.manifests(job -> Optional.of(pushed(pushed, job).descriptor()));
  }

  private static PushedBlob pushed(Map<BlobJob.Key, PushedBlob> pushed, BlobJob job) {
    return Objects.requireNonNull(pushed.get(job.key()));
  }

  /** Of two pushes of one blob, the one that sent it. */
  private static PushedBlob sent(PushedBlob before, PushedBlob now) {
    return now.outcome() == Outcome.EXISTS ? before : now;
  }

  private static Digest digest(List<SerializedManifest> manifests, String target) {
    return manifests.get(manifests.size() - 1).digestAs(target);
  }

  /** Pushes an index after the manifests that it names. */
  private ManifestPush.Outcome put(
      List<SerializedManifest> serialized, String target, ImageContents contents) {
    int last = serialized.size() - 1;
    for (SerializedManifest manifest : serialized.subList(0, last)) {
      ManifestPush.Outcome outcome = manifests.put(manifest.digest().toString(), manifest, false);
      if (outcome != ManifestPush.Outcome.PUSHED) {
        return outcome;
      }
    }
    return manifests.put(target, serialized.get(last), contents.mayChangeFormat());
  }

  private static PushResult result(
      Digest digest, ImageContents contents, Function<BlobJob, PushedBlob> pushed) {
    Stream<PushResult.Layer> references =
        contents.references().stream()
            .map(it -> new PushedBlob(it, Outcome.REFERENCED))
            .map(PushedBlob::layer);
    Stream<PushResult.Layer> layers = contents.layers().stream().map(pushed).map(PushedBlob::layer);
    return new PushResult(digest, Stream.concat(references, layers).toList());
  }
}
