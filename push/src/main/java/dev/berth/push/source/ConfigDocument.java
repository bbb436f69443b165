package dev.berth.push.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.image.Platform;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
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

  /** The same; empty when it does not describe as many layers. */
  Optional<List<Digest>> findDiffIds(int layers) {
    try {
      return Optional.of(diffIds(layers));
    } catch (BerthException e) {
      return Optional.empty();
    }
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
    return Optional.of(
        new Platform(
            os,
            architecture,
            member(document, node, "variant"),
            member(document, node, "os.version")));
  }

  private static Optional<String> member(Document document, JsonNode node, String name) {
    return Optional.of(document.optionalText(node, name)).filter(text -> !text.isEmpty());
  }
}
