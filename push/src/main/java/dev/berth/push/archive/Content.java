package dev.berth.push.archive;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that can be read any number of times, by several threads at once. */
public interface Content {
  /** The number of bytes. */
  long size();

  /**
   * Opens the bytes at their beginning; to be closed by the caller.
   *
   * @throws IOException when they cannot be read
   * @throws dev.berth.spi.BerthException with the code {@code IMAGE} when they are missing by now
   */
  InputStream open() throws IOException;

  /** Opens the bytes at an offset, as {@link #open()} does. */
  default InputStream open(long offset) throws IOException {
    InputStream in = open();
    try {
      in.skipNBytes(offset);
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
