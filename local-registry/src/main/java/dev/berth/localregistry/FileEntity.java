package dev.berth.localregistry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** A part of a file as the body of a response. */
final class FileEntity extends AbstractHttpEntity {
  private final Path file;
  private final ByteRange range;

  FileEntity(Path file, ByteRange range) {
    super(ContentType.APPLICATION_OCTET_STREAM, null);
    this.file = file;
    this.range = range;
  }

  @Override
  public long getContentLength() {
    return range.length();
  }

  @Override
  public InputStream getContent() throws IOException {
    return Channels.newInputStream(Files.newByteChannel(file).position(range.first()));
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (var channel = FileChannel.open(file)) {
      var buffer = ByteBuffer.allocate(Upload.BUFFER);
      long at = range.first();
      while (at <= range.last()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), range.last() - at + 1));
        int n = channel.read(buffer, at);
        if (n < 0) {
          throw new IOException(file + " ends before byte " + range.last());
        }
        out.write(buffer.array(), 0, n);
        at += n;
      }
    }
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  @Override
  public void close() {}
}
