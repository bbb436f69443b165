package dev.berth.push.archive;

import dev.berth.spi.BerthException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** A fixed number of bytes of a stream; fewer bytes are a failure. */
final class BoundedStream extends InputStream {
  private final InputStream in;
  private final Supplier<BerthException> tooShort;
  private final Closeable onClose;
  private final long size;
  private long remaining;

  BoundedStream(InputStream in, long size, Supplier<BerthException> tooShort, Closeable onClose) {
    this.in = in;
    this.size = size;
    this.remaining = size;
    this.tooShort = tooShort;
    this.onClose = onClose;
  }

  long size() {
    return size;
  }

  long remaining() {
    return remaining;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (remaining == 0) {
      return -1;
    }
    int count = in.read(bytes, offset, (int) Math.min(length, remaining));
    if (count < 0) {
      throw tooShort.get();
    }
    remaining -= count;
    return count;
  }

  @Override
  public int available() {
    return (int) Math.min(remaining, Integer.MAX_VALUE);
  }

  @Override
  public void close() throws IOException {
    onClose.close();
  }
}
