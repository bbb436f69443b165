package dev.berth.push.distribution;

import dev.berth.push.http.Body;
import dev.berth.push.http.Request;
import dev.berth.push.http.Response;
import dev.berth.push.image.Descriptor;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/** One upload that is open at a registry: its bytes are sent, then it is committed or cancelled. */
final class Upload {
  private static final Duration COMMIT = Duration.ofMinutes(1);
  private static final long COMMIT_BYTES_PER_SECOND = 5_000_000;

  private final Repository repository;
  private final String step;
  private UploadSession session;

  Upload(Repository repository, UploadSession session, String step) {
    this.repository = repository;
    this.session = session;
    this.step = step;
  }

  long minimumChunk() {
    return session.minimumChunk();
  }

  /** Sends bytes that follow those before, and gives the registry's answer. */
  Response patch(Body body, Optional<String> range) {
    Request call =
        Request.of("PATCH", session.location(), step)
            .with("Content-Type", "application/octet-stream")
            .sending(body)
            .waiting(COMMIT)
            .once();
    Response answer =
        repository.send(range.map(value -> call.with("Content-Range", value)).orElse(call));
    if (answer.isSuccess()) {
      session = repository.next(session, answer, step);
    }
    return answer;
  }

  /** Asks how far the registry has come: the number of bytes, 0 where it does not say. */
  long received() {
    Response answer = repository.send(Request.of("GET", session.location(), step));
    requireSuccess(answer);
    session = repository.next(session, answer, step);
    return received(answer).orElse(0L);
  }

  /** How many bytes a registry has, by the {@code Range} of an answer, {@code 0-LAST}. */
  static Optional<Long> received(Response answer) {
    return answer
        .header("Range")
        .map(range -> range.replaceFirst("^(bytes=)?0-", ""))
        .filter(last -> last.matches("\\d{1,18}"))
        .map(last -> Long.parseLong(last) + 1);
  }

  /** Sends the last bytes, and names the digest of them all. */
  Response commit(Digest digest, long size, Optional<Body> body) {
    Request call =
        Request.of("PUT", session.commit(digest.toString()), step)
            .with("Content-Type", "application/octet-stream")
            .sending(body.orElse(Body.of(new byte[0])))
            .waiting(COMMIT.plusSeconds(size / COMMIT_BYTES_PER_SECOND))
            .once();
    return repository.send(call);
  }

  void cancel() {
    repository.cancel(session.location());
  }

  /** Whether the registry takes no bytes sent in this manner, but may in another one. */
  static boolean isUnsupported(Response answer) {
    return switch (answer.status()) {
      case 405, 411, 413, 415, 501 -> true;
      default ->
          !answer.isSuccess()
              && (answer.text().contains("\"UNSUPPORTED\"")
                  || answer.text().contains("CONTENT_LENGTH_INVALID"));
    };
  }

  /** Whether the registry got other bytes than it was told to expect. */
  static boolean isWrongDigest(Response answer) {
    return answer.status() == 400
        && (answer.text().contains("DIGEST_INVALID") || answer.text().contains("SIZE_INVALID"));
  }

  /**
   * Throws unless it is a success; an upload that the registry lost is transient, for another one
   * may do.
   */
  void requireSuccess(Response answer) {
    if (answer.isSuccess()) {
      return;
    }
    repository.pace().heed(answer);
    BerthException failure = repository.failure(answer, step);
    if (answer.status() == 404 || answer.status() == 416) {
      throw new BerthException(
          ErrorCode.TRANSIENT, failure.getMessage() + " (it lost the upload)", failure);
    }
    throw failure;
  }

  /** Whether the registry has the blob although nobody heard of its commit. */
  boolean isThere(Descriptor blob) {
    return repository.has(blob);
  }
}
