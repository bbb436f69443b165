package dev.berth.localregistry;

import java.nio.file.Path;

/**
 * An OCI registry inside the JVM, which stores on disk and listens on loopback only.
 *
 * <p>It speaks all of the OCI distribution specification 1.1 and asks for no credentials. What it
 * stores lies in the folder layout of the reference registry ({@code distribution}), which can
 * serve the same folder. All its threads are daemons. It is safe for use by several threads.
 */
public final class LocalRegistry implements AutoCloseable {
  private final Listener listener;
  private final Uploads uploads;

  private LocalRegistry(Listener listener, Uploads uploads) {
    this.listener = listener;
    this.uploads = uploads;
  }

  /**
   * Starts a registry, to be closed by the caller.
   *
   * @param directory where it stores; made when it is not there
   * @param port 1 to 65535, or 0 for any free one
   * @throws dev.berth.spi.BerthException {@code INVALID} when there is no such port or the
   *     directory cannot be used, {@code REFUSED} when the port is taken
   */
  public static LocalRegistry start(Path directory, int port) {
    Storage storage = Storage.open(directory);
    var uploads = new Uploads(storage);
    return new LocalRegistry(Listener.start(port, new Routes(storage, uploads)), uploads);
  }

  /** The port that it listens on. */
  public int port() {
    return listener.port();
  }

  /** Its name in image references: {@code localhost:PORT}. */
  public String host() {
    return "localhost:" + port();
  }

  /** Stops it: closes its connections and discards uploads that are under way. */
  @Override
  public void close() {
    listener.close();
    uploads.close();
  }
}
