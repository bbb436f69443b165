package dev.berth.push.direct;

import dev.berth.push.IfExists;
import dev.berth.push.PushListener;
import dev.berth.push.compress.Compression;
import dev.berth.push.compress.LayerCompressor;
import dev.berth.push.direct.SharedRegistries.Shared;
import dev.berth.push.distribution.Repository;
import dev.berth.push.http.Cancellation;
import dev.berth.push.image.ManifestFormat;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Everything that the steps of one push need.
 *
 * @param repository where the image goes
 * @param shared what all pushes to the registry share
 * @param cache the results of earlier pushes
 * @param compressor compresses layers
 * @param format the format of manifests; empty for that of the source
 * @param jobs how many blobs are uploaded at once
 * @param ifExists what to do with a tag that names another image
 * @param dryRun whether nothing is written
 * @param listener receives the progress
 * @param cancellation cancels the push
 */
record PushRun(
    Repository repository,
    Shared shared,
    PushCache cache,
    LayerCompressor compressor,
    Optional<ManifestFormat> format,
    int jobs,
    IfExists ifExists,
    boolean dryRun,
    PushListener listener,
    Cancellation cancellation) {
  /** The format of compressed layers. */
  Compression compression() {
    return compressor.compression();
  }

  /** Reports the progress of one layer. */
  LongConsumer progress(String layer, long size) {
    return sent -> listener.layerProgress(layer, sent, size);
  }
}
