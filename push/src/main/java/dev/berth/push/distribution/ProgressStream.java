package dev.berth.push.distribution;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how far a source has been read. */
final class ProgressStream extends FilterInputStream {
  private final LongConsumer progress;
  private long read;

  ProgressStream(InputStream in, LongConsumer progress) {
    super(in);
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    int b = in.read();
    if (b >= 0) {
      progress.accept(++read);
    }
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    if (count > 0) {
      read += count;
      progress.accept(read);
    }
    return count;
  }
}
