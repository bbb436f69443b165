package dev.berth.push.direct;

import dev.berth.push.PushListener;
import dev.berth.push.distribution.ReferrersTag;
import dev.berth.push.distribution.Repository;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.Response;
import dev.berth.push.http.RetryPolicy;
import dev.berth.push.image.ManifestFormat;
import dev.berth.push.image.SerializedManifest;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.reference.InvalidReferenceException;
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
  private final PushListener listener;
  private final ReferrersTag referrers;
  private Optional<BerthException> formatRefusal = Optional.empty();

  ManifestPush(PushRun run) {
    this.repository = run.repository();
    this.client = repository.client();
    this.listener = run.listener();
    this.referrers = new ReferrersTag(repository, run.shared().limits().referrers());
  }

  /** How a registry took a manifest. */
  enum Outcome {
    /** It has the manifest. */
    PUSHED,
    /** It reports that blobs are missing. */
    MISSING_BLOBS,
    /** It does not accept Docker's media types. */
    FORMAT_REFUSED
  }

  /**
   * Pushes a manifest, and lists it among the referrers of its subject. After a failure, the
   * registry is asked for the digest before the manifest is sent again.
   *
   * @param target the tag or digest that will name it
   * @param mayChangeFormat whether a refusal of Docker's media types is an outcome, and not a
   *     failure
   */
  Outcome put(String target, SerializedManifest manifest, boolean mayChangeFormat) {
    String step = step(target);
    Optional<Response> answered = send(target, manifest, step);
    if (answered.isEmpty()) {
      return Outcome.PUSHED;
    }
    Response response = answered.get();
    if (response.isSuccess()) {
      confirm(response, target, manifest);
      list(manifest, response);
      formatRefusal = Optional.empty();
      return Outcome.PUSHED;
    }
    if (response.text().contains("BLOB_UNKNOWN")) {
      return Outcome.MISSING_BLOBS;
    }
    boolean ofType = isOfType(response);
    boolean refused = ofType && ManifestFormat.of(manifest.mediaType()) == ManifestFormat.DOCKER;
    BerthException failure =
        refused ? refusedFormat(response, step) : client.failure(response, step);
    if (refused && mayChangeFormat) {
      formatRefusal = Optional.of(failure);
      return Outcome.FORMAT_REFUSED;
    }
    // A registry that refuses the other format too has another reason.
    throw ofType ? formatRefusal.orElse(failure) : failure;
  }

  private void list(SerializedManifest manifest, Response response) {
    try {
      referrers.add(manifest, response);
    } catch (BerthException e) {
      String message =
          "%s was pushed to %s, but others do not find it by its subject: %s"
              .formatted(manifest.digest(), repository, e.getMessage());
      if (e.code() != ErrorCode.CREDENTIALS) {
        throw new BerthException(e.code(), message, e);
      }
      listener.warning(message);
    }
  }

  /** The response to a manifest; empty when none came, and the registry has the manifest. */
  private Optional<Response> send(String target, SerializedManifest manifest, String step) {
    long start = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      BerthException failure;
      try {
        Response response = repository.putManifest(target, manifest, step);
        if (!RetryPolicy.isTransient(response.status())) {
          return Optional.of(response);
        }
        client.backOff(response);
        failure = client.failure(response, step);
      } catch (BerthException e) {
        failure = e;
      }
      if (failure.code() != ErrorCode.TRANSIENT
          || client.isCancelled()
          || attempt >= client.attempts()) {
        throw failure;
      }
      // The response to a manifest with a subject is needed: it says who lists the referrers.
      if (!ReferrersTag.isNeededFor(manifest)
          && repository.findDigest(target).equals(Optional.of(manifest.digest()))) {
        return Optional.empty();
      }
      if (!client.waitAfter(attempt, start)) {
        throw failure;
      }
    }
  }

  /** Whether a registry may refuse the manifest for its media types. */
  private static boolean isOfType(Response response) {
    return switch (response.status()) {
      case 406, 415 -> true;
      case 400, 405, 422 ->
          response.text().contains("MANIFEST_INVALID") || response.text().contains("UNSUPPORTED");
      default -> false;
    };
  }

  private BerthException refusedFormat(Response response, String step) {
    BerthException failure = client.failure(response, step);
    return new BerthException(
        failure.code(),
        String.valueOf(failure.getMessage()),
        "if it accepts only OCI's media types: push with --format oci, which changes the digest");
  }

  /** Waits for a registry that sees blobs only some time after it accepted them, as Amazon's. */
  void pause(int attempt) {
    client.waitAfter(attempt + 1, System.nanoTime());
  }

  BerthException missingBlobs(String target) {
    return repository.broken(
        step(target), "reports again and again that blobs are missing which it accepted");
  }

  private String step(String target) {
    return "pushing the manifest of " + repository + ":" + target;
  }

  private void confirm(Response response, String target, SerializedManifest manifest) {
    Optional<Digest> reported =
        response.header("Docker-Content-Digest").flatMap(ManifestPush::digest);
    if (reported.isPresent()) {
      requireSame(reported.get(), target, manifest);
    } else if (!namesDigest(response, manifest.digest())) {
      confirmByReading(target, manifest);
    }
  }

  /** Whether the location of the manifest ends with its digest. */
  private static boolean namesDigest(Response response, Digest digest) {
    return response.header("Location").filter(it -> it.endsWith("/" + digest)).isPresent();
  }

  private static Optional<Digest> digest(String text) {
    try {
      return Optional.of(Digest.parse(text.strip()));
    } catch (InvalidReferenceException e) {
      return Optional.empty();
    }
  }

  private void requireSame(Digest reported, String target, SerializedManifest manifest) {
    Digest own = Digests.of(reported.algorithm(), manifest.bytes().bytes());
    if (!reported.equals(own)) {
      throw repository.broken(step(target), "reports %s, not %s".formatted(reported, own));
    }
  }

  private void confirmByReading(String target, SerializedManifest manifest) {
    String step = "confirming " + repository + ":" + target;
    Response response;
    try {
      response = read(target, step);
    } catch (BerthException e) {
      if (e.code() == ErrorCode.TRANSIENT) {
        throw new BerthException(e.code(), unconfirmed(target, e), e);
      }
      listener.warning(unconfirmed(target, e));
      return;
    }
    if (response.status() == 404) {
      throw repository.broken(step(target), "reports nothing, not " + manifest.digest());
    }
    requireSame(Digests.of(response.body()), target, manifest);
  }

  /** The manifest, or the last 404 of a registry that may show it only some time after the push. */
  private Response read(String target, String step) {
    long start = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      Response response = repository.getManifest(target, step);
      if (!response.isSuccess() && response.status() != 404) {
        throw client.failure(response, step);
      }
      if (response.isSuccess()
          || attempt >= client.attempts()
          || client.isCancelled()
          || !client.waitAfter(attempt, start)) {
        return response;
      }
    }
  }

  private String unconfirmed(String target, BerthException reason) {
    return "%s:%s was pushed, but its digest is not confirmed: %s"
        .formatted(repository, target, reason.getMessage());
  }
}
