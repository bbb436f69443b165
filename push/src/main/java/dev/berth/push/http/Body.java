package dev.berth.push.http;

import java.io.IOException;
import java.io.OutputStream;

/** The body of a request. When the request is repeated, it is written again from its beginning. */
public interface Body {
  /** The length of a body whose size is unknown until it is written. */
  long UNKNOWN = -1;

  /** The number of bytes, or {@link #UNKNOWN}. */
  long length();

  /**
   * Writes the body.
   *
   * @throws IOException when {@code out} fails
   * @throws dev.berth.spi.BerthException when the source fails
   */
  void writeTo(OutputStream out) throws IOException;

  /** A body of these bytes. */
  static Body of(byte[] bytes) {
    return new Body() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
      }
    };
  }
}
