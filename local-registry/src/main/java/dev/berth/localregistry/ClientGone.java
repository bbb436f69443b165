package dev.berth.localregistry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The client broke off its request, which is its own affair. */
final class ClientGone extends IOException {
  private static final long serialVersionUID = 1L;

  private ClientGone(IOException cause) {
    super(cause);
  }

  /** A body whose failures are the client's, unlike those of the disk. */
  static InputStream telling(InputStream body) {
    return new FilterInputStream(body) {
      @Override
      public int read() throws IOException {
        try {
          return in.read();
        } catch (IOException e) {
          throw new ClientGone(e);
        }
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
          return in.read(buffer, offset, length);
        } catch (IOException e) {
          throw new ClientGone(e);
        }
      }
    };
  }
}
