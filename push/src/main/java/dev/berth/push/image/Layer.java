package dev.berth.push.image;

import dev.berth.push.archive.Content;
import dev.berth.reference.Digest;

/** A layer, as a source has it. */
public sealed interface Layer {
  /** The layer's content: what is sent, or what is compressed first. */
  Content content();

  /**
   * A layer that is pushed byte for byte.
   *
   * @param descriptor what the manifest says of it
   */
  record AsIs(Descriptor descriptor, Content content) implements Layer {}

  /**
   * An uncompressed tar, to be compressed before it is pushed.
   *
   * @param diffId the digest of the tar (image specification, "Layer DiffID")
   */
  record Uncompressed(Digest diffId, Content content) implements Layer {}
}
