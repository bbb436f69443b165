package dev.berth.push.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.image.MediaTypes;

/** Tells manifests, indexes and other content apart. */
final class ManifestType {
  private ManifestType() {}

  /** Whether content of the media type is not read; content without a media type is. */
  static boolean isOpaque(String mediaType) {
    return !mediaType.isEmpty()
        && !MediaTypes.isIndex(mediaType)
        && !MediaTypes.isManifest(mediaType);
  }

  /** Whether a document is an index, which it says by its media type or by its members. */
  static boolean isIndex(Document document) {
    return document.root().has("manifests");
  }

  /** A failure when a document can be read both as a manifest and as an index, or as neither. */
  static void check(Document document, String wanted) {
    JsonNode root = document.root();
    boolean index = isIndex(document);
    if (!root.isObject() || index == (root.has("layers") || root.has("config"))) {
      throw document.failure("is neither an image manifest nor an image index, or both");
    }
    String own = document.text("mediaType");
    if (!own.isEmpty() && !wanted.isEmpty() && !own.equals(wanted)) {
      throw document.failure(
          "is " + ImageFailure.quote(own) + ", but referred to as " + ImageFailure.quote(wanted));
    }
    String mediaType = own.isEmpty() ? wanted : own;
    if (index ? MediaTypes.isManifest(mediaType) : MediaTypes.isIndex(mediaType)) {
      throw document.failure("does not match its media type " + mediaType);
    }
  }
}
