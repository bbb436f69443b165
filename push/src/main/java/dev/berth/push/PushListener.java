package dev.berth.push;

/** Receives the progress of a push. Calls come one at a time, from any thread; none may throw. */
public interface PushListener {
  /** A listener that does nothing. */
  PushListener NONE = new PushListener() {};

  /**
   * Some bytes of a layer were sent.
   *
   * @param layer a short name of the layer, the same in all calls for it
   * @param sent bytes sent so far; engines may count bytes before compression
   * @param total bytes to send, 0 when unknown
   */
  default void layerProgress(String layer, long sent, long total) {}

  /**
   * A layer is done; some engines also report the configuration and the manifest.
   *
   * @param layer a short name of the layer
   * @param outcome how it came to be in the repository
   */
  default void layerDone(String layer, PushResult.Outcome outcome) {}

  /** Something besides moving bytes was done, for instance a repository was created. */
  default void info(String message) {}

  /** How something was done, for instance where the credentials came from. */
  default void debug(String message) {}

  /** Something that the user should know and that does not stop the push. */
  default void warning(String message) {}
}
