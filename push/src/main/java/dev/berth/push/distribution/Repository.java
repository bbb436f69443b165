package dev.berth.push.distribution;

import dev.berth.push.http.Body;
import dev.berth.push.http.Cancellation;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.RegistryFailure;
import dev.berth.push.http.Request;
import dev.berth.push.http.Response;
import dev.berth.push.http.Retrier;
import dev.berth.push.http.RetryPolicy;
import dev.berth.push.http.UploadStrategy;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ManifestBytes;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** One repository of a registry: the requests of the OCI distribution specification. */
public final class Repository {
  private static final Duration MANIFEST_PATIENCE = Duration.ofMinutes(2);
  private static final long MAX_CHUNK = 64L * 1024 * 1024;

  private final RegistryClient session;
  private final Supplier<Credentials> login;
  private final String host;
  private final Cancellation cancellation;
  private final String name;

  public Repository(
      RegistryClient session,
      Supplier<Credentials> login,
      String host,
      String name,
      Cancellation cancellation) {
    this.session = session;
    this.login = login;
    this.host = host;
    this.name = name;
    this.cancellation = cancellation;
  }

  public String host() {
    return host;
  }

  public String name() {
    return name;
  }

  public Retrier pace() {
    return session.pace();
  }

  public UploadStrategy.Choice strategy() {
    return session.strategy();
  }

  @Override
  public String toString() {
    return host + "/" + name;
  }

  private String path(String rest) {
    return "/v2/" + name + "/" + rest;
  }

  /** What is to be done here, in the words of the token specification. */
  String scope() {
    return "repository:" + name + ":pull,push";
  }

  /** Sends within this repository's rights. */
  Response send(Request call) {
    return session.send(call, scope(), cancellation);
  }

  /** What a tag or digest names; empty where it names nothing or may not be asked for. */
  public Optional<Digest> findManifest(String reference) {
    String step = "looking for " + this + ":" + reference;
    Response answer = headManifest(reference, step);
    failIfUnanswered(answer, step);
    try {
      return answer.isSuccess()
          ? answer.header("Docker-Content-Digest").map(Digest::parse)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  Response headManifest(String reference, String step) {
    return send(
        Request.of("HEAD", path("manifests/" + reference), step)
            .with("Accept", ManifestLookup.MANIFEST_TYPES));
  }

  /** Whether a blob is there, in its size. */
  public boolean has(Descriptor blob) {
    String step = "looking for " + blob.digest() + " in " + this;
    Response answer = send(Request.of("HEAD", path("blobs/" + blob.digest()), step));
    failIfUnanswered(answer, step);
    String size = Long.toString(blob.size());
    return answer.isSuccess() && answer.header("Content-Length").filter(size::equals).isPresent();
  }

  /**
   * A registry that does not let us look may let us push all the same; one that is ill does not.
   */
  private void failIfUnanswered(Response answer, String step) {
    if (answer.status() == 401 || RetryPolicy.isTransient(answer.status())) {
      throw RegistryFailure.of(answer, step, login.get());
    }
  }

  /**
   * Opens an upload.
   *
   * @throws BerthException when the registry does not take uploads here
   */
  UploadSession startUpload(String step) {
    Response answer =
        send(Request.of("POST", path("blobs/uploads/"), step).sending(Body.of(new byte[0])));
    if (answer.status() != 202) {
      throw failure(answer, step);
    }
    return opened(answer, step);
  }

  /** What a mount came to: the blob is there, or an upload is open instead, or neither. */
  public record Mount(boolean mounted, Optional<UploadSession> upload) {
    public static final Mount NOTHING = new Mount(false, Optional.empty());
  }

  /** Asks the registry to take a blob from another repository; never fails, for it need not. */
  public Mount mount(Descriptor blob, String from) {
    String step = "mounting " + blob.digest() + " from " + host + "/" + from + " to " + this;
    try {
      Response answer =
          session.send(
              Request.of(
                      "POST", path("blobs/uploads/?mount=" + blob.digest() + "&from=" + from), step)
                  .sending(Body.of(new byte[0]))
                  .once(),
              scope() + " repository:" + from + ":pull",
              cancellation);
      return switch (answer.status()) {
        case 201 -> new Mount(true, Optional.empty());
        case 202 -> new Mount(false, Optional.of(opened(answer, step)));
        default -> Mount.NOTHING;
      };
    } catch (BerthException e) {
      return new Mount(e.code() == ErrorCode.TRANSIENT && isThereAfterAll(blob), Optional.empty());
    }
  }

  private boolean isThereAfterAll(Descriptor blob) {
    try {
      return has(blob);
    } catch (BerthException e) {
      return false;
    }
  }

  private UploadSession opened(Response answer, String step) {
    return new UploadSession(session.location(answer, step), minimumChunk(answer));
  }

  private static long minimumChunk(Response answer) {
    try {
      long bytes = answer.header("OCI-Chunk-Min-Length").map(Long::parseLong).orElse(0L);
      return bytes > 0 && bytes <= MAX_CHUNK ? bytes : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Where the next bytes of an upload go; where they went, if the registry says nothing else. */
  UploadSession next(UploadSession upload, Response answer, String step) {
    return answer.header("Location").isEmpty() ? upload : upload.at(session.location(answer, step));
  }

  /** Gives up an upload, as far as the registry cares. */
  void cancel(URI upload) {
    // A connection on which the upload was refused may be closed by now.
    if (!isCancelled(upload)) {
      isCancelled(upload);
    }
  }

  private boolean isCancelled(URI upload) {
    Request call =
        Request.of("DELETE", upload, "cancelling an upload to " + this)
            .waiting(Duration.ofSeconds(2))
            .once();
    try {
      // Not to be ended by what ends the upload.
      return session.send(call, scope(), new Cancellation()).isSuccess();
    } catch (BerthException e) {
      return false;
    }
  }

  /** Puts a manifest there and gives the answer. */
  public Response putManifest(
      String reference, ManifestBytes manifest, String mediaType, String step) {
    return send(
        Request.of("PUT", path("manifests/" + reference), step)
            .with("Content-Type", mediaType)
            .sending(Body.of(manifest.bytes()))
            .waiting(MANIFEST_PATIENCE)
            .once());
  }

  /** The digest of what a tag or digest names, computed from its bytes. */
  public Optional<Digest> digestOf(String reference, String step) {
    Response answer =
        send(
            Request.of("GET", path("manifests/" + reference), step)
                .with("Accept", ManifestLookup.MANIFEST_TYPES)
                .limitedTo(ManifestLookup.MANIFEST_LIMIT));
    return answer.isSuccess() ? Optional.of(Digests.of("sha256", answer.body())) : Optional.empty();
  }

  public BerthException failure(Response answer, String step) {
    return RegistryFailure.of(answer, step, login.get());
  }

  /** A failure of the registry's, in the words of something that it did not do. */
  public BerthException broken(String step, String what) {
    return new BerthException(ErrorCode.REFUSED, "%s: %s %s".formatted(step, host, what));
  }
}
