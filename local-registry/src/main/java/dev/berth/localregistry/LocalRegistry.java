package dev.berth.localregistry;

import dev.berth.localregistry.storage.Storage;
import java.nio.file.Path;

/**
 * An OCI registry inside the JVM, which stores on disk and listens on loopback only.
 *
 * <p>It implements the OCI distribution specification 1.1 completely and requires no credentials.
 * It uses the folder layout of the reference registry ({@code distribution}), which can serve the
 * same folder. All threads are daemons. Safe for use by several threads.
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
   * @param directory the storage folder, which is created if it is missing
   * @param port 1 to 65535, or 0 for a free port
   * @throws dev.berth.spi.BerthException {@code INVALID} when the port is invalid or the directory
   *     cannot be used, {@code REFUSED} when the port is in use
   */
  public static LocalRegistry start(Path directory, int port) {
    return start(directory, port, Uploads.Limits.DEFAULTS);
  }

  static LocalRegistry start(Path directory, int port, Uploads.Limits limits) {
    Storage storage = Storage.open(directory);
    var uploads = new Uploads(storage, limits);
    return new LocalRegistry(Listener.start(port, new Routes(storage, uploads)), uploads);
  }

  /** The port on which it listens. */
  public int port() {
    return listener.port();
  }

  /** The host in image references: {@code localhost:PORT}. */
  public String host() {
    return "localhost:" + port();
  }

  /** Stops the registry: closes its connections and discards unfinished uploads. */
  @Override
  public void close() {
    listener.close();
    uploads.close();
  }
}
