package dev.berth.push;

import dev.berth.reference.Digest;
import java.util.List;
import java.util.Locale;

/**
 * What a push did.
 *
 * @param digest the digest of the manifest that the tag now names, confirmed by the registry; if
 *     the registry cannot be reached from here, the listener was warned and this is the digest that
 *     the engine reported; after a dry run, the digest that the tag would name
 * @param layers the layers, each once, those that are only named first; empty when the engine
 *     pushed to a registry that cannot be reached from here
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
    /** The registry mounted it from another of its repositories. */
    MOUNTED,
    /** The repository already had it. */
    EXISTS,
    /** The manifest only names it: it is not to be distributed. */
    REFERENCED,
    /** A push would send its bytes. */
    WOULD_UPLOAD,
    /** A push would ask the registry to mount it from another of its repositories. */
    WOULD_MOUNT;

    /** The outcome's name in results, for instance {@code would-upload}. */
    public String value() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** How many bytes the layers with the outcome have. */
  public long bytes(Outcome outcome) {
    return layers.stream().filter(layer -> layer.outcome() == outcome).mapToLong(Layer::size).sum();
  }
}
