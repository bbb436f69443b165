package dev.berth.push.archive;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** The bytes of a source. Reports how many were read; a failure to read is the image's failure. */
public final class SourceStream extends FilterInputStream {
  private final LongConsumer progress;
  private final Function<IOException, BerthException> failure;
  private long total;

  public SourceStream(InputStream in) {
    this(in, total -> {});
  }

  /**
   * A stream of a source.
   *
   * @param progress receives the number of bytes read so far
   */
  public SourceStream(InputStream in, LongConsumer progress) {
    this(in, progress, SourceStream::unreadable);
  }

  SourceStream(
      InputStream in, LongConsumer progress, Function<IOException, BerthException> failure) {
    super(in);
    this.progress = progress;
    this.failure = failure;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    try {
      int count = in.read(bytes, offset, length);
      if (count > 0) {
        total += count;
        progress.accept(total);
      }
      return count;
    } catch (IOException e) {
      throw failure.apply(e);
    }
  }

  @Override
  public long skip(long count) {
    try {
      return in.skip(count);
    } catch (IOException e) {
      throw failure.apply(e);
    }
  }

  private static BerthException unreadable(IOException e) {
    return new BerthException(
        ErrorCode.IMAGE, "the image cannot be read any more: " + e.getMessage(), e);
  }
}
