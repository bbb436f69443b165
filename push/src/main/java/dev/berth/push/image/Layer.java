package dev.berth.push.image;

import dev.berth.push.archive.Content;
import dev.berth.reference.Digest;
import java.util.List;

/** A layer, as a source has it. */
public sealed interface Layer {
  /**
   * A layer that is pushed byte for byte.
   *
   * @param descriptor its descriptor in the manifest
   */
  record AsIs(Descriptor descriptor, Content content) implements Layer {}

  /**
   * The tar of an image's file system that was not compressed. It may be compressed before it is
   * pushed.
   *
   * @param mediaType the media type of the tar
   * @param diffId the digest of the tar (image specification, "Layer DiffID")
   */
  record Uncompressed(String mediaType, Digest diffId, Content content) implements Layer {}

  /**
   * A layer that the manifest only names, since it is not to be distributed (image specification,
   * layer.md, "Non-Distributable Layers").
   *
   * @param urls from where it can be downloaded
   */
  record Reference(Descriptor descriptor, List<String> urls) implements Layer {}
}
