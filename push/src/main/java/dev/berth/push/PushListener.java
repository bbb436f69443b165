package dev.berth.push;

/** Told of a push's progress. Calls come one at a time, from any thread; none may throw. */
public interface PushListener {
  /** A listener that does nothing. */
  PushListener NONE = new PushListener() {};

  /**
   * A layer has moved on.
   *
   * @param layer a short name of the layer, the same in all calls for it
   * @param sent bytes sent so far; engines may count bytes before compression
   * @param total bytes to send, 0 when it is not known
   */
  default void layerProgress(String layer, long sent, long total) {}

  /**
   * A layer is done; some engines also name the configuration and the manifest.
   *
   * @param layer a short name of the layer
   * @param outcome how it came to be in the repository
   */
  default void layerDone(String layer, PushResult.Outcome outcome) {}

  /** Something that was done beside moving bytes, for instance a repository that was made. */
  default void told(String message) {}

  /** How something was done, for whoever wants to know more, for instance where a login is from. */
  default void detail(String message) {}

  /** Something that the user should know but that does not stop the push. */
  default void warning(String message) {}
}
