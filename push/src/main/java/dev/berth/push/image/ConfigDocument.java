package dev.berth.push.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.reference.Digest;
import java.util.List;
import java.util.Optional;

/**
 * An image configuration (image specification, config.md).
 *
 * @param document its JSON
 */
record ConfigDocument(Document document) {
  /** The digests of the uncompressed layers. */
  List<Digest> diffIds(int layers) {
    var rootfs = document.root().path("rootfs");
    List<Digest> diffIds =
        document.texts(rootfs, "diff_ids").stream().map(document::digest).toList();
    if (!rootfs.isObject() || diffIds.size() != layers) {
      throw document.failure(
          "has " + diffIds.size() + " rootfs.diff_ids, but the image has " + layers + " layers");
    }
    return diffIds;
  }

  Optional<Platform> platform() {
    return platform(document, document.root());
  }

  /** The platform that a configuration or a descriptor has. */
  static Optional<Platform> platform(Document document, JsonNode node) {
    String os = document.optionalText(node, "os");
    String architecture = document.optionalText(node, "architecture");
    if (os.isEmpty() || architecture.isEmpty()) {
      return Optional.empty();
    }
    String variant = document.optionalText(node, "variant");
    return Optional.of(
        new Platform(
            os, architecture, variant.isEmpty() ? Optional.empty() : Optional.of(variant)));
  }
}
