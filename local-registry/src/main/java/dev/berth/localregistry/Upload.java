package dev.berth.localregistry;

import dev.berth.reference.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** An unfinished upload of a blob. Bytes are hashed while they are written. */
final class Upload implements Closeable {
  static final int BUFFER = 256 << 10;

  private final String id;
  private final Path folder;
  private final Path data;
  private final FileChannel channel;
  private final MessageDigest hash = Checksum.start(Checksum.SHA256);
  private long size;

  private Upload(String id, Path folder, FileChannel channel) {
    this.id = id;
    this.folder = folder;
    this.data = folder.resolve("data");
    this.channel = channel;
  }

  static Upload begin(String id, Path uploads) throws IOException {
    Path folder = Files.createDirectories(uploads.resolve(id));
    return new Upload(
        id,
        folder,
        FileChannel.open(
            folder.resolve("data"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  String id() {
    return id;
  }

  /** The number of bytes so far. */
  synchronized long size() {
    return size;
  }

  /** Appends a body. After a failure, the bytes before it remain. */
  synchronized void append(Request request) throws IOException {
    checkStart(request.header("Content-Range"), request.length());
    InputStream in = request.body();
    byte[] buffer = new byte[BUFFER];
    for (int n = in.readNBytes(buffer, 0, buffer.length);
        n > 0;
        n = in.readNBytes(buffer, 0, buffer.length)) {
      var bytes = ByteBuffer.wrap(buffer, 0, n);
      while (bytes.hasRemaining()) {
        channel.write(bytes, size + bytes.position());
      }
      hash.update(buffer, 0, n);
      size += n;
    }
  }

  private void checkStart(@Nullable String range, long length) {
    if (range != null) {
      ByteRange.ofContent(range, length).requireStart(size);
    }
  }

  /**
   * Completes the upload: moves the blob to the shared storage, and returns the SHA-256 digest
   * under which it is stored.
   */
  synchronized Digest commit(Digest expected, Storage storage) throws IOException {
    channel.truncate(size);
    channel.force(false);
    channel.close();
    Digest stored = Checksum.end(Checksum.SHA256, hash);
    Digest actual =
        expected.algorithm().equals(Checksum.SHA256)
            ? stored
            : Checksum.of(expected.algorithm(), data);
    if (!actual.equals(expected)) {
      throw new RegistryError(
          RegistryErrorCode.DIGEST_INVALID, "the blob's digest is " + actual + ", not " + expected);
    }
    Path file = storage.content(stored);
    if (!Files.isRegularFile(file) || Files.size(file) != size) {
      AtomicFile.place(data, file);
    }
    return stored;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    FileTree.delete(folder);
  }
}
