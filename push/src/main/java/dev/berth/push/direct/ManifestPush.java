package dev.berth.push.direct;

import dev.berth.push.distribution.Repository;
import dev.berth.push.http.Cancellation;
import dev.berth.push.http.Response;
import dev.berth.push.image.ManifestWriter.Written;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.Optional;

/** Puts manifests into one repository, and believes only the digest that the registry says. */
final class ManifestPush {
  private final Repository repository;
  private final Cancellation cancellation;

  ManifestPush(Repository repository, Cancellation cancellation) {
    this.repository = repository;
    this.cancellation = cancellation;
  }

  Optional<Digest> find(String target) {
    return repository.findManifest(target);
  }

  /**
   * Puts a manifest there. After a failure it is asked what is there before it is sent again.
   *
   * @param target the tag or digest that is to name it
   * @return false when the registry says that it lacks blobs
   */
  boolean put(String target, Written manifest) {
    String step = "pushing the manifest of " + repository + ":" + target;
    Digest digest = manifest.bytes().digest();
    for (int attempt = 1; ; attempt++) {
      try {
        Response answer =
            repository.putManifest(target, manifest.bytes(), manifest.mediaType(), step);
        if (answer.isSuccess()) {
          confirm(answer, target, digest, step);
          return true;
        }
        if (answer.text().contains("BLOB_UNKNOWN")) {
          return false;
        }
        repository.pace().heed(answer);
        throw repository.failure(answer, step);
      } catch (BerthException e) {
        if (e.code() != ErrorCode.TRANSIENT
            || cancellation.isCancelled()
            || attempt >= repository.pace().attempts()) {
          throw e;
        }
        if (repository.findManifest(target).equals(Optional.of(digest))) {
          return true;
        }
        if (!repository.pace().waitAfter(attempt, cancellation)) {
          throw e;
        }
      }
    }
  }

  /** Waits for a registry that sees blobs only some time after it took them, as Amazon's does. */
  void pause(int attempt) {
    repository.pace().waitAfter(attempt + 1, cancellation);
  }

  BerthException lacksBlobs(String target) {
    return repository.broken(
        "pushing the manifest of " + repository + ":" + target,
        "says again and again that it lacks blobs which it took");
  }

  private void confirm(Response answer, String target, Digest digest, String step) {
    Optional<String> said = answer.header("Docker-Content-Digest");
    Optional<String> actual =
        said.isPresent() ? said : repository.digestOf(target, step).map(Digest::toString);
    if (!actual.equals(Optional.of(digest.toString()))) {
      throw repository.broken(
          step, "has %s there, not %s".formatted(actual.orElse("nothing"), digest));
    }
  }
}
