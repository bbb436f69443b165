package dev.berth.push.direct;

import dev.berth.push.distribution.Manifest;
import dev.berth.push.distribution.Repository;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.Response;
import dev.berth.push.image.SerializedManifest;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.Optional;

/**
 * Pushes manifests to one repository, and trusts only the digest that the registry reports.
 *
 * @see "docs/decisions/0006-one-request-for-the-tag.md"
 */
final class ManifestPush {
  private final Repository repository;
  private final RegistryClient client;

  ManifestPush(Repository repository) {
    this.repository = repository;
    this.client = repository.client();
  }

  /**
   * Pushes a manifest. After a failure, the registry is asked for the digest before the manifest is
   * sent again.
   *
   * @param target the tag or digest that will name it
   * @return false when the registry reports that blobs are missing
   */
  boolean put(String target, SerializedManifest manifest) {
    String step = step(target);
    for (int attempt = 1; ; attempt++) {
      try {
        Response response = repository.putManifest(target, manifest, step);
        if (response.isSuccess()) {
          confirm(response, target, manifest.digest());
          return true;
        }
        if (response.text().contains("BLOB_UNKNOWN")) {
          return false;
        }
        client.backOff(response);
        throw client.failure(response, step);
      } catch (BerthException e) {
        if (e.code() != ErrorCode.TRANSIENT
            || client.isCancelled()
            || attempt >= client.attempts()) {
          throw e;
        }
        if (repository.findDigest(target).equals(Optional.of(manifest.digest()))) {
          return true;
        }
        if (!client.waitAfter(attempt)) {
          throw e;
        }
      }
    }
  }

  /** Waits for a registry that sees blobs only some time after it accepted them, as Amazon's. */
  void pause(int attempt) {
    client.waitAfter(attempt + 1);
  }

  BerthException missingBlobs(String target) {
    return repository.broken(
        step(target), "reports again and again that blobs are missing which it accepted");
  }

  private String step(String target) {
    return "pushing the manifest of " + repository + ":" + target;
  }

  private void confirm(Response response, String target, Digest digest) {
    Optional<String> reported = response.header("Docker-Content-Digest");
    Optional<String> actual =
        reported.isPresent()
            ? reported
            : repository.findManifest(target).map(Manifest::digest).map(Digest::toString);
    if (!actual.equals(Optional.of(digest.toString()))) {
      throw repository.broken(
          step(target), "reports %s, not %s".formatted(actual.orElse("nothing"), digest));
    }
  }
}
