package dev.berth.push.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;

/** Changes the media types of a manifest or an index to those of the other format. */
final class FormatConversion {
  private static final String DOCKER_LAYERS = "application/vnd.docker.image.rootfs.";

  private FormatConversion() {}

  /** The media type in the other format. */
  static String type(String mediaType, ManifestFormat format) {
    return format == ManifestFormat.OCI
        ? MediaTypes.toOci(mediaType)
        : MediaTypes.toDocker(mediaType);
  }

  /**
   * Changes a manifest.
   *
   * @throws BerthException with the code {@code INVALID} when Docker's format cannot express it
   */
  static void manifest(ObjectNode root, String mediaType, ManifestFormat format) {
    root.put("mediaType", mediaType);
    retype(root.path("config"), format);
    root.path("layers").forEach(layer -> retype(layer, format));
    if (format == ManifestFormat.DOCKER) {
      requireType(root.path("config"), MediaTypes.DOCKER_CONFIG);
      root.path("layers").forEach(layer -> requireType(layer, DOCKER_LAYERS));
    }
  }

  /** Changes an index, whose manifests are changed already. */
  static void index(ObjectNode root, String mediaType, ManifestFormat format) {
    root.put("mediaType", mediaType);
    if (format == ManifestFormat.DOCKER) {
      root.path("manifests")
          .forEach(each -> requireType(each, "application/vnd.docker.distribution.manifest."));
    }
  }

  private static void retype(JsonNode descriptor, ManifestFormat format) {
    ((ObjectNode) descriptor).put("mediaType", type(descriptor.path("mediaType").asText(), format));
  }

  private static void requireType(JsonNode descriptor, String prefix) {
    String type = descriptor.path("mediaType").asText();
    if (!type.startsWith(prefix)) {
      throw new BerthException(
          ErrorCode.INVALID,
          "Docker's manifest format has no media type for " + type + ", which the image has",
          "push it without --format docker");
    }
  }
}
