package dev.berth.push;

import dev.berth.reference.Digest;
import java.util.List;

/**
 * What a push did.
 *
 * @param digest the digest of the manifest that the tag now names, confirmed by the registry; where
 *     it could not be asked from here and the listener was warned, the engine's word
 * @param layers the manifest's layers in its order; empty when the engine pushed to a registry that
 *     cannot be asked from here
 */
public record PushResult(Digest digest, List<Layer> layers) {
  /**
   * One layer of the pushed image.
   *
   * @param digest the blob's digest
   * @param size the blob's size in bytes
   * @param outcome how the blob came to be in the repository
   */
  public record Layer(Digest digest, long size, Outcome outcome) {}

  /** How a blob came to be in the repository. */
  public enum Outcome {
    /** Its bytes were sent. */
    UPLOADED,
    /** The registry took it from another of its repositories. */
    MOUNTED,
    /** It was there already. */
    EXISTS
  }

  /** How many bytes of layers were sent. */
  public long uploadedBytes() {
    return layers.stream()
        .filter(layer -> layer.outcome() == Outcome.UPLOADED)
        .mapToLong(Layer::size)
        .sum();
  }
}
