package dev.berth.push.distribution;

import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.http.Cancellation;
import dev.berth.push.http.Request;
import dev.berth.push.http.Response;
import dev.berth.push.image.Descriptor;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A blob of a registry, which is asked for it when it is read (distribution specification, "Pulling
 * blobs"). A read that breaks is continued where it broke, by a range. A read from the beginning
 * fails at its last byte when the digest of all is another.
 */
public final class RegistryContent implements Content {
  private final Repository repository;
  private final Descriptor blob;
  private final UnaryOperator<BerthException> explain;

  /**
   * A blob that is not asked for yet.
   *
   * @param repository the repository to read from
   * @param explain adds to a refused login what the user should know
   */
  public RegistryContent(
      Repository repository, Descriptor blob, UnaryOperator<BerthException> explain) {
    this.repository = repository;
    this.blob = blob;
    this.explain = explain;
  }

  /** The repository of the blob. */
  public Repository repository() {
    return repository;
  }

  @Override
  public long size() {
    return blob.size();
  }

  @Override
  public InputStream open() {
    return new Reader(0);
  }

  @Override
  public InputStream open(long offset) {
    return new Reader(offset);
  }

  private String step() {
    return "reading " + blob.digest() + " from " + repository;
  }

  /** The bytes from a position; a registry that ignores ranges sends those before it too. */
  private InputStream stream(long position) throws IOException {
    Response response = response(position);
    InputStream in = response.stream().orElseThrow(() -> failure(response));
    boolean partial = response.status() == 206;
    long first = partial ? position : 0;
    if ((partial && position == 0) || !hasSize(response, first)) {
      in.close();
      throw ImageFailure.of(
          repository.toString(),
          "sends another part of %s, or another size, than the bytes from %d to %d"
              .formatted(blob.digest(), first, blob.size()));
    }
    try {
      in.skipNBytes(position - first);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private Response response(long position) {
    Request request =
        Request.of("GET", "/v2/" + repository.name() + "/blobs/" + blob.digest(), step())
            .streamed();
    try {
      return repository
          .client()
          .send(
              position == 0 ? request : request.with("Range", "bytes=" + position + "-"),
              repository.scope());
    } catch (BerthException e) {
      throw explained(e);
    }
  }

  private BerthException explained(BerthException failure) {
    return failure.code() == ErrorCode.CREDENTIALS ? explain.apply(failure) : failure;
  }

  private boolean hasSize(Response response, long first) {
    String range = "bytes " + first + "-";
    boolean begins =
        response.status() != 206
            || response.header("Content-Range").filter(it -> it.startsWith(range)).isPresent();
    Optional<String> length = response.header("Content-Length");
    return begins && length.map(it -> it.equals(Long.toString(blob.size() - first))).orElse(true);
  }

  private BerthException failure(Response response) {
    return response.status() == 404
        ? ImageFailure.of(repository.toString(), "has no blob " + blob.digest())
        : explained(repository.unreadable(response, step()));
  }

  private final class Reader extends InputStream {
    private @Nullable MessageDigest hash;
    private long position;
    private @Nullable InputStream current;
    private int failures;
    private long failing;

    Reader(long position) {
      this.position = position;
      this.hash = position == 0 ? Digests.start(blob.digest().algorithm()) : null;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (position == blob.size()) {
        requireDigest();
        return -1;
      }
      int most = (int) Math.min(length, blob.size() - position);
      while (true) {
        try {
          int count = current().read(bytes, offset, most);
          if (count < 0) {
            throw new EOFException("it ended after %d bytes".formatted(position));
          }
          return received(bytes, offset, count);
        } catch (IOException e) {
          breaks(e);
        }
      }
    }

    private InputStream current() throws IOException {
      if (current == null) {
        current = stream(position);
      }
      return current;
    }

    private int received(byte[] bytes, int offset, int count) {
      failures = 0;
      position += count;
      if (hash != null) {
        hash.update(bytes, offset, count);
      }
      if (position == blob.size()) {
        requireDigest();
        end();
      }
      return count;
    }

    /** A body that was read to its end leaves the connection to the next request. */
    private void end() {
      try {
        boolean longer = current != null && current.read() >= 0;
        close();
        if (longer) {
          throw ImageFailure.of(
              repository.toString(), blob.digest() + " is longer than " + blob.size() + " bytes");
        }
      } catch (IOException e) {
        // All bytes were received.
        close();
      }
    }

    /** Throws unless the read can be continued. */
    private void breaks(IOException e) {
      close();
      failing = failures == 0 ? System.nanoTime() : failing;
      if (repository.client().isCancelled()) {
        throw Cancellation.failure();
      }
      if (++failures >= repository.client().attempts()
          || !repository.client().waitAfter(failures, failing)) {
        throw new BerthException(
            ErrorCode.TRANSIENT,
            "%s: the connection broke: %s".formatted(step(), e.getMessage()),
            e);
      }
    }

    /** Checks the digest of a read from the beginning, once. */
    private void requireDigest() {
      MessageDigest whole = hash;
      hash = null;
      if (whole != null && !Digests.end(blob.digest().algorithm(), whole).equals(blob.digest())) {
        throw ImageFailure.of(
            repository.toString(), "the content of " + blob.digest() + " has another digest");
      }
    }

    @Override
    public void close() {
      InputStream open = current;
      current = null;
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          // Nothing more is read from it.
          return;
        }
      }
    }
  }
}
