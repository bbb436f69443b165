package dev.berth.push.image;

import dev.berth.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** An image in an engine, which exports it as the stream of {@code docker save}. */
public interface ExportedImage {
  /** The image's ID in the engine. */
  Digest id();

  /** The image's platform. */
  Platform platform();

  /** The digests of the image's uncompressed layers, in order. */
  List<Digest> diffIds();

  /**
   * Starts an export; to be closed by the caller.
   *
   * @throws IOException when the stream cannot be opened
   * @throws dev.berth.spi.BerthException when the engine does not export the image
   */
  InputStream export() throws IOException;
}
