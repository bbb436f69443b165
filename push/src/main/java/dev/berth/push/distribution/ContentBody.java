package dev.berth.push.distribution;

import dev.berth.push.archive.Content;
import dev.berth.push.http.Body;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Bytes of a source, or a range of them. */
final class ContentBody implements Body {
  private static final int BUFFER = 128 * 1024;

  private final Content content;
  private final long offset;
  private final long length;
  private final LongConsumer progress;

  /**
   * A range of a source's bytes.
   *
   * @param progress told how far into the source the body has come
   */
  ContentBody(Content content, long offset, long length, LongConsumer progress) {
    this.content = content;
    this.offset = offset;
    this.length = length;
    this.progress = progress;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (InputStream in = new SourceStream(content.open())) {
      in.skipNBytes(offset);
      byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, length))];
      for (long left = length; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new BerthException(ErrorCode.IMAGE, "the image became shorter while it was read");
        }
        out.write(buffer, 0, read);
        left -= read;
        progress.accept(offset + length - left);
      }
    }
  }
}
