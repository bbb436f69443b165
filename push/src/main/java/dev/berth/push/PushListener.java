package dev.berth.push;

import java.util.Optional;

/** Receives the progress of a push. Calls come one at a time, from any thread; none may throw. */
public interface PushListener {
  /** A listener that does nothing. */
  PushListener NONE = new PushListener() {};

  /**
   * The layers of the image are pushed next.
   *
   * @param layers the number of layers
   * @param bytes the sum of their sizes before compression; 0 when unknown
   */
  default void begins(int layers, long bytes) {}

  /**
   * Some bytes of a layer were sent.
   *
   * @param layer the layer's name, the same in all calls for it: the first digits of its digest in
   *     the registry, or else another name until that is known
   * @param sent bytes sent so far; engines may count bytes before compression
   * @param total bytes to send, 0 when unknown
   */
  default void layerProgress(String layer, long sent, long total) {}

  /**
   * A layer is done.
   *
   * @param layer the layer's name
   * @param result its digest in the registry; empty while the engine knows it by another name
   */
  default void layerDone(String layer, Optional<PushResult.Layer> result) {}

  /** Something besides moving bytes was done, for instance a repository was created. */
  default void info(String message) {}

  /** How something was done, for instance where the credentials came from. */
  default void debug(String message) {}

  /** Something that the user should know and that does not stop the push. */
  default void warning(String message) {}
}
