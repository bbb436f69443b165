package dev.berth.push.image;

import dev.berth.push.archive.Content;
import dev.berth.reference.Digest;

/** A layer, as a source has it. */
public sealed interface Layer {
  /** The layer's content, which is sent as it is or compressed first. */
  Content content();

  /**
   * A layer that is pushed byte for byte.
   *
   * @param descriptor its descriptor in the manifest
   */
  record AsIs(Descriptor descriptor, Content content) implements Layer {}

  /**
   * An uncompressed tar, to be compressed before it is pushed.
   *
   * @param diffId the digest of the tar (image specification, "Layer DiffID")
   */
  record Uncompressed(Digest diffId, Content content) implements Layer {}
}
