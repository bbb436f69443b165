package dev.berth.push.distribution;

import dev.berth.push.archive.Content;
import dev.berth.push.http.Body;
import dev.berth.push.http.Response;
import dev.berth.push.http.RetryPolicy;
import dev.berth.push.http.UploadStrategy;
import dev.berth.push.image.Descriptor;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Sends a blob whose digest is known. The registry computes the digest of what it gets, so it is
 * not computed here too, unless to find out who is wrong.
 */
public final class KnownUpload extends BlobUpload {
  private static final int BUFFER = 128 * 1024;
  private static final long CHUNK = 16L * 1024 * 1024;
  // So often a chunk may bring the registry no further.
  private static final int MAX_STANDSTILLS = 3;

  private final Repository repository;
  private final Descriptor blob;
  private final Content content;
  private final LongConsumer progress;
  private boolean dismissed;

  public KnownUpload(Uploads uploads, Descriptor blob, Content content, LongConsumer progress) {
    super(uploads, blob.digest().toString());
    this.repository = uploads.repository();
    this.blob = blob;
    this.content = content;
    this.progress = progress;
  }

  @Override
  public Descriptor send(Upload upload) {
    dismissed = false;
    UploadStrategy strategy = repository.strategy().get();
    Response answer =
        switch (strategy) {
          case PUT -> upload.commit(blob.digest(), blob.size(), Optional.of(body(0, blob.size())));
          case PATCH -> patched(upload);
          case CHUNKS -> inChunks(upload);
        };
    if (Upload.isWrongDigest(answer)) {
      throw wrongDigest(answer);
    }
    dismissed = Upload.isUnsupported(answer) && repository.strategy().dismiss(strategy);
    upload.requireSuccess(answer);
    return blob;
  }

  @Override
  boolean wantsAnotherWay() {
    return dismissed;
  }

  @Override
  Optional<Descriptor> committed() {
    return Optional.of(blob);
  }

  private Body body(long offset, long length) {
    return new ContentBody(content, offset, length, progress);
  }

  private Response patched(Upload upload) {
    Response answer = upload.patch(body(0, blob.size()), Optional.empty());
    return answer.isSuccess()
        ? upload.commit(blob.digest(), blob.size(), Optional.empty())
        : answer;
  }

  /** Chunk by chunk, each from where the registry says that it is. */
  private Response inChunks(Upload upload) {
    long chunk = Math.max(CHUNK, upload.minimumChunk());
    long at = 0;
    int standstills = 0;
    while (at < blob.size()) {
      long from = at;
      long length = Math.min(chunk, blob.size() - at);
      String range = at + "-" + (at + length - 1);
      Optional<Response> answer = chunk(upload, at, length, range);
      if (answer.isPresent() && Upload.isUnsupported(answer.get())) {
        return answer.get();
      }
      long now =
          answer
              .filter(Response::isSuccess)
              .map(done -> Upload.received(done).orElse(from + length))
              .orElseGet(() -> resumed(upload, answer));
      standstills = now > at ? 0 : standstills + 1;
      if (standstills > MAX_STANDSTILLS || now > blob.size()) {
        throw repository.broken(
            step(), "was sent bytes %s and says that it has %d".formatted(range, now));
      }
      at = now;
    }
    return upload.commit(blob.digest(), blob.size(), Optional.empty());
  }

  /** Sends a chunk; empty where no answer came. */
  private Optional<Response> chunk(Upload upload, long at, long length, String range) {
    try {
      return Optional.of(upload.patch(body(at, length), Optional.of(range)));
    } catch (BerthException e) {
      if (e.code() != ErrorCode.TRANSIENT) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Where to go on after a chunk that failed: the registry knows how much of it came. */
  private static long resumed(Upload upload, Optional<Response> answer) {
    answer
        .filter(it -> it.status() != 416 && !RetryPolicy.isTransient(it.status()))
        .ifPresent(upload::requireSuccess);
    return upload.received();
  }

  private BerthException wrongDigest(Response answer) {
    MessageDigest hash = Digests.start(blob.digest().algorithm());
    try (InputStream in = new SourceStream(content.open())) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        hash.update(buffer, 0, read);
      }
    } catch (IOException e) {
      return new BerthException(ErrorCode.IMAGE, "the image cannot be read: " + e.getMessage(), e);
    }
    if (Digests.end(blob.digest().algorithm(), hash).equals(blob.digest())) {
      return repository.failure(answer, step());
    }
    return new BerthException(
        ErrorCode.IMAGE,
        "%s: the image is damaged, or changed while it was read: its bytes have another digest"
            .formatted(step()));
  }
}
