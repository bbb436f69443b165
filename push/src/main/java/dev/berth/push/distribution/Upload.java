package dev.berth.push.distribution;

import dev.berth.push.http.Body;
import dev.berth.push.http.Cancellation;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.Request;
import dev.berth.push.http.Response;
import dev.berth.push.http.RetryPolicy;
import dev.berth.push.image.Descriptor;
import dev.berth.reference.Digest;
import dev.berth.reference.PlainText;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** One upload that is open at a registry: its bytes are sent, then it is committed or cancelled. */
public final class Upload {
  /** How many uploads are opened for a blob whose source can be read again. */
  public static final int ATTEMPTS = 3;

  private static final long MAX_CHUNK = 64L * 1024 * 1024;
  private static final Duration COMMIT = Duration.ofMinutes(1);
  private static final long COMMIT_BYTES_PER_SECOND = 5_000_000;
  private static final Duration CANCEL = Duration.ofSeconds(2);
  private static final int CANCEL_ATTEMPTS = 4;
  private static final String REGISTRY_VERSION = "Docker-Distribution-Api-Version";
  private static final Pattern QUERY_WITH_DIGEST = Pattern.compile("[?&]digest=");

  private final Repository repository;
  private final RegistryClient client;
  private final String step;
  private final long minimumChunk;
  private final boolean verified;
  private URI location;
  private Optional<Descriptor> committed = Optional.empty();

  /**
   * The upload that a response opened.
   *
   * @param step the current step, to begin a failure's message with
   */
  Upload(Repository repository, Response opened, String step) {
    this.repository = repository;
    this.client = repository.client();
    this.step = step;
    this.minimumChunk = minimumChunk(opened);
    this.verified = opened.header(REGISTRY_VERSION).filter("registry/2.0"::equals).isPresent();
    this.location = client.location(opened, step);
  }

  /** Sends one blob in an upload. */
  interface Sender {
    /** Returns false when the registry refused how it was sent, and there is another way. */
    boolean send(Upload upload);
  }

  /**
   * Sends one blob, and opens another upload after a failure that may pass. A failed upload is
   * never continued.
   *
   * @param opened an upload that is open already
   * @param attempts how many uploads are opened at most
   */
  static void sendBlob(
      Repository repository, String step, Optional<Upload> opened, int attempts, Sender sender) {
    RegistryClient client = repository.client();
    Optional<Upload> next = opened;
    int attempt = 1;
    while (true) {
      Upload upload = next.orElseGet(() -> repository.startUpload(step));
      next = Optional.empty();
      try {
        if (sender.send(upload)) {
          return;
        }
        upload.cancel();
      } catch (BerthException e) {
        boolean mayPass = e.code() == ErrorCode.TRANSIENT && !client.isCancelled();
        if (mayPass && upload.isCommitted()) {
          return;
        }
        upload.cancel();
        if (!mayPass
            || attempt >= Math.min(attempts, client.attempts())
            || !client.waitAfter(attempt, System.nanoTime())) {
          throw e;
        }
        attempt++;
      } catch (RuntimeException | Error e) {
        upload.cancel();
        throw e;
      }
    }
  }

  /**
   * Whether the registry is one of those that verify each blob that they receive: it names the
   * protocol of the reference implementation.
   */
  boolean isVerified() {
    return verified;
  }

  /** The registry's minimum size of a chunk that is not the last; 0 if it names none. */
  long minimumChunk() {
    return minimumChunk;
  }

  private static long minimumChunk(Response opened) {
    try {
      long bytes = opened.header("OCI-Chunk-Min-Length").map(Long::parseLong).orElse(0L);
      return bytes > 0 && bytes <= MAX_CHUNK ? bytes : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Sends bytes that follow those sent before, and returns the response. */
  Response patch(Body body, Optional<String> range) {
    Request request =
        Request.of("PATCH", location, step)
            .with("Content-Type", "application/octet-stream")
            .sending(body)
            .timeout(COMMIT)
            .once();
    Response response =
        send(range.map(value -> request.with("Content-Range", value)).orElse(request));
    if (response.isSuccess()) {
      moveTo(response);
    }
    return response;
  }

  /** Sends the last bytes and the digest of them all, and returns the response. */
  Response commit(Descriptor blob, Optional<Body> body) {
    Request request =
        Request.of("PUT", commitLocation(location, blob.digest()), step)
            .with("Content-Type", "application/octet-stream")
            .sending(body.orElse(Body.of(new byte[0])))
            .timeout(COMMIT.plusSeconds(blob.size() / COMMIT_BYTES_PER_SECOND))
            .once();
    committed = Optional.of(blob);
    return send(request);
  }

  /** The location with the digest added, and its own query unchanged. */
  private static URI commitLocation(URI location, Digest digest) {
    String text = location.toString();
    int fragment = text.indexOf('#');
    String plain = fragment < 0 ? text : text.substring(0, fragment);
    if (QUERY_WITH_DIGEST.matcher(plain).find()) {
      return URI.create(plain);
    }
    String separator =
        plain.indexOf('?') < 0 ? "?" : plain.endsWith("?") || plain.endsWith("&") ? "" : "&";
    return URI.create(plain + separator + "digest=" + digest.toString().replace(":", "%3A"));
  }

  /** Whether the registry has the blob although the response to the commit was lost. */
  private boolean isCommitted() {
    try {
      return committed.filter(repository::has).isPresent();
    } catch (BerthException e) {
      // The upload must still be cancelled, and the blob is asked for again before it is sent.
      return false;
    }
  }

  /** Asks how many bytes the registry has received; 0 if it does not say. */
  long received() {
    Response response = send(Request.of("GET", location, step));
    requireSuccess(response);
    moveTo(response);
    return received(response).orElse(0L);
  }

  /** How many bytes the registry has, from the {@code Range} of a response, {@code 0-LAST}. */
  static Optional<Long> received(Response response) {
    return response
        .header("Range")
        .map(range -> range.replaceFirst("^(bytes=)?0-", ""))
        .filter(last -> last.matches("\\d{1,18}"))
        .map(last -> Long.parseLong(last) + 1);
  }

  /** The next bytes go to the location that the response names, if it names one. */
  private void moveTo(Response response) {
    if (response.header("Location").isPresent()) {
      location = client.location(response, step);
    }
  }

  /** Tells the registry to drop the upload; a failure of that is ignored. */
  void cancel() {
    // After refused requests their connections may be closed, which only the next ones notice.
    for (int attempt = 1; attempt <= CANCEL_ATTEMPTS; attempt++) {
      if (isCancelAnswered()) {
        return;
      }
    }
  }

  private boolean isCancelAnswered() {
    Request request =
        Request.of("DELETE", location, "cancelling an upload to " + repository)
            .timeout(CANCEL)
            .once();
    try {
      // Sent even if the push itself is cancelled.
      Response response = client.with(Cancellation.NONE).send(request, repository.scope());
      return !RetryPolicy.isTransient(response.status());
    } catch (BerthException e) {
      return false;
    }
  }

  private Response send(Request request) {
    return client.send(request, repository.scope());
  }

  /** Whether the registry refuses bytes sent in this way, and may accept them in another way. */
  static boolean isUnsupported(Response response) {
    return switch (response.status()) {
      case 405, 411, 413, 415, 501 -> true;
      default ->
          !response.isSuccess()
              && (response.text().contains("\"UNSUPPORTED\"")
                  || response.text().contains("CONTENT_LENGTH_INVALID"));
    };
  }

  /** Whether the registry received other bytes than the digest says. */
  static boolean isWrongDigest(Response response) {
    return response.status() == 400
        && (response.text().contains("DIGEST_INVALID") || response.text().contains("SIZE_INVALID"));
  }

  /** Throws unless the registry stored the blob under its digest. */
  void requireStored(Response response, Descriptor blob) {
    requireSuccess(response);
    Digest digest = blob.digest();
    String reported = response.header("Docker-Content-Digest").orElse("").strip();
    // Another algorithm's digest of the same bytes cannot be compared.
    if (reported.startsWith(digest.algorithm() + ":") && !reported.equals(digest.toString())) {
      throw repository.broken(step, "stored the blob as %s".formatted(PlainText.excerpt(reported)));
    }
    // Another server than a registry, for instance a portal, answers 200 to everything.
    if (response.status() != 201 && reported.isEmpty() && !repository.has(blob)) {
      throw repository.broken(
          step, "answers %d, but does not have the blob".formatted(response.status()));
    }
  }

  /** Throws unless the response is a success. A lost upload is transient: a new one may succeed. */
  void requireSuccess(Response response) {
    if (response.isSuccess()) {
      return;
    }
    client.backOff(response);
    BerthException failure = client.failure(response, step);
    if (response.status() == 404 || response.status() == 416) {
      throw new BerthException(
          ErrorCode.TRANSIENT, failure.getMessage() + " (it lost the upload)", failure);
    }
    throw failure;
  }
}
