package dev.berth.push.image;

import dev.berth.push.compress.Compression;
import java.util.Optional;

/**
 * Which part of a source is pushed, and in which form. The defaults change nothing that something
 * in the source refers to by its digest.
 *
 * @param platform which image of an index to push; empty for the whole index
 * @param compression the format for uncompressed layers; empty for gzip, or for none where
 *     something in the source refers to the image by its digest
 * @param format the format of the manifests; empty for that of the source
 * @param nondistributable whether to push layers whose media type says that they are not to be
 *     distributed, instead of only naming them
 * @param breakReferences whether an image may get another digest although something in the source
 *     refers to it by its digest
 */
public record ImageForm(
    Optional<Platform> platform,
    Optional<Compression> compression,
    Optional<ManifestFormat> format,
    boolean nondistributable,
    boolean breakReferences) {
  /** The whole image, as the source has it; only uncompressed layers are compressed. */
  public static final ImageForm DEFAULTS =
      new ImageForm(Optional.empty(), Optional.empty(), Optional.empty(), false, false);

  /** The same for one platform. */
  public ImageForm forPlatform(Platform wanted) {
    return new ImageForm(
        Optional.of(wanted), compression, format, nondistributable, breakReferences);
  }

  /** The same with this compression. */
  public ImageForm compressed(Compression wanted) {
    return new ImageForm(platform, Optional.of(wanted), format, nondistributable, breakReferences);
  }
}
