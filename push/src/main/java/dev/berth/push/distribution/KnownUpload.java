package dev.berth.push.distribution;

import dev.berth.push.archive.Content;
import dev.berth.push.archive.SourceStream;
import dev.berth.push.http.Body;
import dev.berth.push.http.Response;
import dev.berth.push.http.RetryPolicy;
import dev.berth.push.image.Blob;
import dev.berth.push.image.Descriptor;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a blob whose digest is known. Where the registry is not known to verify what it receives,
 * the last bytes are sent only when all have the digest.
 *
 * @see "docs/decisions/0005-who-verifies-blobs.md"
 */
public final class KnownUpload {
  private static final int BUFFER = 128 * 1024;
  private static final long CHUNK = 16L * 1024 * 1024;
  // Consecutive chunks without progress before giving up.
  private static final int MAX_STALLED_CHUNKS = 3;

  private final Repository repository;
  private final Descriptor blob;
  private final Content content;
  private final LongConsumer progress;
  private final String step;
  private Optional<SentBytes> hash = Optional.empty();
  private @Nullable InputStream open;
  private long position;

  /**
   * A blob to send.
   *
   * @param progress receives the number of bytes sent so far
   */
  public KnownUpload(Repository repository, Blob blob, LongConsumer progress) {
    this.repository = repository;
    this.blob = blob.descriptor();
    this.content = blob.content();
    this.progress = progress;
    this.step = repository.uploading(this.blob.digest().toString());
  }

  /**
   * Sends the blob.
   *
   * @param opened an upload that is open already
   * @param attempts how many uploads are opened at most
   */
  public void send(Optional<Upload> opened, int attempts) {
    try {
      Upload.sendBlob(repository, step, opened, attempts, this::send);
    } finally {
      closeSource();
    }
  }

  /** The source at an offset: where the part before ended, it is still open. */
  private InputStream source(long offset) throws IOException {
    InputStream in = open;
    if (in == null || position != offset) {
      closeSource();
      in = new SourceStream(content.open(offset));
      open = in;
      position = offset;
    }
    return in;
  }

  private void closeSource() {
    InputStream in = open;
    open = null;
    try {
      if (in != null) {
        in.close();
      }
    } catch (IOException e) {
      // Nothing more is read from it.
      return;
    }
  }

  private boolean send(Upload upload) {
    hash =
        upload.isVerified()
            ? Optional.empty()
            : Optional.of(new SentBytes(blob.digest().algorithm()));
    if (blob.size() == 0) {
      hash.ifPresent(empty -> requireDigest(empty.digest()));
    }
    UploadStrategy strategy = repository.strategy().get();
    Response response =
        switch (strategy) {
          case PUT -> upload.commit(blob, Optional.of(new Range(0, blob.size())));
          case PATCH -> patched(upload);
          case CHUNKS -> inChunks(upload);
        };
    if (Upload.isWrongDigest(response)) {
      requireDigest(sourceDigest());
      throw repository.client().failure(response, step);
    }
    if (Upload.isUnsupported(response) && repository.strategy().dismiss(strategy)) {
      return false;
    }
    upload.requireStored(response, blob);
    return true;
  }

  private Response patched(Upload upload) {
    Response response = upload.patch(new Range(0, blob.size()), Optional.empty());
    return response.isSuccess() ? upload.commit(blob, Optional.empty()) : response;
  }

  /** Sends chunk by chunk, each from the offset that the registry reports. */
  private Response inChunks(Upload upload) {
    long chunk = Math.max(CHUNK, upload.minimumChunk());
    long offset = 0;
    int stalled = 0;
    while (offset < blob.size()) {
      long end = Math.min(offset + chunk, blob.size());
      Optional<Response> response = chunk(upload, offset, end);
      if (response.isPresent() && Upload.isUnsupported(response.get())) {
        return response.get();
      }
      long now =
          response
              .filter(Response::isSuccess)
              .map(done -> Upload.received(done).orElse(end))
              .orElseGet(() -> resumed(upload, response));
      stalled = now > offset ? 0 : stalled + 1;
      if (stalled > MAX_STALLED_CHUNKS || now > end) {
        throw repository.broken(
            step, "received bytes %d-%d, but reports %d bytes".formatted(offset, end - 1, now));
      }
      offset = now;
    }
    return upload.commit(blob, Optional.empty());
  }

  /** Sends a chunk; empty if there was no response. */
  private Optional<Response> chunk(Upload upload, long offset, long end) {
    try {
      String range = offset + "-" + (end - 1);
      return Optional.of(upload.patch(new Range(offset, end - offset), Optional.of(range)));
    } catch (BerthException e) {
      if (e.code() != ErrorCode.TRANSIENT) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Where to continue after a failed chunk: the registry reports how much of it arrived. */
  private static long resumed(Upload upload, Optional<Response> response) {
    response
        .filter(it -> it.status() != 416 && !RetryPolicy.isTransient(it.status()))
        .ifPresent(upload::requireSuccess);
    return upload.received();
  }

  /** The digest of the source's bytes, to find out whether the image or the registry is wrong. */
  private Digest sourceDigest() {
    try (InputStream in = new SourceStream(content.open())) {
      return Digests.of(blob.digest().algorithm(), in);
    } catch (IOException e) {
      throw new BerthException(ErrorCode.IMAGE, "the image cannot be read: " + e.getMessage(), e);
    }
  }

  private void requireDigest(Digest actual) {
    if (!actual.equals(blob.digest())) {
      throw new BerthException(
          ErrorCode.IMAGE,
          "%s: the image is damaged, or changed while it was read: its bytes have another digest"
              .formatted(step));
    }
  }

  /** A range of the blob's bytes. */
  private final class Range implements Body {
    private final long offset;
    private final long length;

    Range(long offset, long length) {
      this.offset = offset;
      this.length = length;
    }

    @Override
    public long length() {
      return length;
    }

    private void verify(SentBytes sent, byte[] buffer, int read, long at) {
      if (!sent.update(at, buffer, read)) {
        throw repository.broken(step, "claims more bytes than were sent");
      }
      if (at + read == blob.size()) {
        requireDigest(sent.digest());
      }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      boolean continues = false;
      try {
        InputStream in = source(offset);
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, length))];
        for (long left = length; left > 0; ) {
          int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
          if (read < 0) {
            throw new BerthException(ErrorCode.IMAGE, "the image became shorter while it was read");
          }
          left -= read;
          if (hash.isPresent()) {
            verify(hash.get(), buffer, read, offset + length - left - read);
          }
          out.write(buffer, 0, read);
          progress.accept(offset + length - left);
        }
        position = offset + length;
        continues = position < blob.size();
      } finally {
        if (!continues) {
          closeSource();
        }
      }
    }
  }
}
