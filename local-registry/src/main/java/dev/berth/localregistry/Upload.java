package dev.berth.localregistry;

import dev.berth.localregistry.storage.AtomicFile;
import dev.berth.localregistry.storage.Checksum;
import dev.berth.localregistry.storage.FileTree;
import dev.berth.localregistry.storage.Storage;
import dev.berth.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An unfinished upload of a blob. Bytes are hashed while they are written. Requests to one upload
 * run one after another; its file is open only during a request.
 */
final class Upload {
  static final int BUFFER = 256 << 10;

  private final String id;
  private final Path folder;
  private final Path data;
  private final MessageDigest hash = Checksum.start(Checksum.SHA256);
  private final ReentrantLock request = new ReentrantLock();
  private volatile long size;
  private volatile Instant used = Instant.now();
  private final AtomicBoolean ended = new AtomicBoolean();

  private Upload(String id, Path folder) {
    this.id = id;
    this.folder = folder;
    this.data = folder.resolve("data");
  }

  static Upload begin(String id, Path uploads) throws IOException {
    Upload upload = new Upload(id, Files.createDirectories(uploads.resolve(id)));
    Files.createFile(upload.data);
    return upload;
  }

  String id() {
    return id;
  }

  /** The number of bytes so far. */
  long size() {
    return size;
  }

  /** Appends a body. After a failure, the bytes before it remain. */
  void append(Request body) throws IOException {
    request.lock();
    try (FileChannel channel = open()) {
      checkStart(body.header("Content-Range"), body.length());
      InputStream in = body.body();
      byte[] buffer = new byte[BUFFER];
      long at = size;
      for (int n = in.readNBytes(buffer, 0, buffer.length);
          n > 0;
          n = in.readNBytes(buffer, 0, buffer.length)) {
        var bytes = ByteBuffer.wrap(buffer, 0, n);
        requireOpen();
        while (bytes.hasRemaining()) {
          channel.write(bytes, at + bytes.position());
        }
        hash.update(buffer, 0, n);
        at += n;
        size = at;
      }
    } finally {
      used = Instant.now();
      request.unlock();
    }
  }

  private FileChannel open() throws IOException {
    requireOpen();
    return FileChannel.open(data, StandardOpenOption.WRITE);
  }

  private void requireOpen() {
    if (ended.get()) {
      throw hasEnded();
    }
  }

  /** Only one request ends the upload. */
  private void end() {
    if (ended.getAndSet(true)) {
      throw hasEnded();
    }
  }

  private static RegistryError hasEnded() {
    return new RegistryError(RegistryErrorCode.BLOB_UPLOAD_UNKNOWN, "the upload has ended");
  }

  private void checkStart(@Nullable String range, long length) {
    if (range != null) {
      ByteRange.ofContent(range, length).requireStart(size);
    }
  }

  /**
   * Ends the upload with a blob: moves it to the shared storage.
   *
   * @return the SHA-256 digest under which it is stored
   */
  Digest commit(Digest expected, Storage storage) throws IOException {
    request.lock();
    try {
      try (FileChannel channel = open()) {
        end();
        channel.truncate(size);
        channel.force(false);
      }
      Digest stored = Checksum.end(Checksum.SHA256, hash);
      Digest actual =
          expected.algorithm().equals(Checksum.SHA256)
              ? stored
              : Checksum.of(expected.algorithm(), data);
      if (!actual.equals(expected)) {
        throw new RegistryError(
            RegistryErrorCode.DIGEST_INVALID,
            "the blob's digest is " + actual + ", not " + expected);
      }
      Path file = storage.content(stored);
      if (!Files.isRegularFile(file) || Files.size(file) != size) {
        AtomicFile.place(data, file);
      }
      return stored;
    } finally {
      if (ended.get()) {
        FileTree.delete(folder);
      }
      request.unlock();
    }
  }

  /** Ends the upload without a blob and removes its bytes, also while a request sends some. */
  void discard() throws IOException {
    end();
    FileTree.delete(folder);
  }

  /** Ends the upload if no request used it since a time; tells whether it did. */
  boolean expire(Instant limit) throws IOException {
    if (!request.tryLock()) {
      return false;
    }
    try {
      boolean expired = !ended.get() && used.isBefore(limit);
      if (expired) {
        discard();
      }
      return expired;
    } finally {
      request.unlock();
    }
  }
}
