package dev.berth.push.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.archive.Content;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.Layer;
import dev.berth.push.image.MediaTypes;
import dev.berth.reference.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the layers of a manifest.
 *
 * @param blobs the blobs of the source
 * @param nondistributable whether to read layers that are not to be distributed
 */
record LayerReader(Blobs blobs, boolean nondistributable) {
  /**
   * The layers in the manifest's order.
   *
   * @param diffIds the digests of the uncompressed layers; empty when the manifest is no image with
   *     a file system, whose layers stay as they are
   */
  List<Layer> read(Document manifest, Optional<List<Digest>> diffIds) {
    List<JsonNode> nodes = manifest.elements(manifest.root(), "layers");
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      int at = i;
      layers.add(layer(manifest, nodes.get(i), diffIds.map(all -> all.get(at))));
    }
    return List.copyOf(layers);
  }

  private Layer layer(Document manifest, JsonNode node, Optional<Digest> diffId) {
    Descriptor layer = manifest.descriptor(node);
    if (MediaTypes.isNondistributable(layer.mediaType())
        && !(nondistributable && blobs.find(layer).isPresent())) {
      return new Layer.Reference(layer, manifest.texts(node, "urls"));
    }
    Content content = blobs.content(layer);
    // Only a tar that the configuration knows by this digest is certain to be a file system.
    boolean fileSystem = diffId.filter(layer.digest()::equals).isPresent();
    // Compressing computes a SHA-256, which cannot be compared to a digest of another algorithm.
    boolean comparable = layer.digest().algorithm().equals("sha256");
    return fileSystem && comparable && MediaTypes.isUncompressedLayer(layer.mediaType())
        ? new Layer.Uncompressed(layer.mediaType(), layer.digest(), content)
        : new Layer.AsIs(layer, content);
  }
}
