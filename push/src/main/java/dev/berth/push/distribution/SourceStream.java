package dev.berth.push.distribution;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A source's bytes, whose failures are the image's and not the network's. */
public final class SourceStream extends FilterInputStream {
  public SourceStream(InputStream in) {
    super(in);
  }

  @Override
  public int read() {
    try {
      return in.read();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public long skip(long count) {
    try {
      return in.skip(count);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static BerthException failure(IOException e) {
    return new BerthException(
        ErrorCode.IMAGE, "the image cannot be read any more: " + e.getMessage(), e);
  }
}
