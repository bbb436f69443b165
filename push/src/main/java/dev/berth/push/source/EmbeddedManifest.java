package dev.berth.push.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ImageManifest;
import dev.berth.push.image.MediaTypes;
import dev.berth.reference.Digest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Finds an image's own OCI manifest in an archive that newer versions of Docker saved. */
final class EmbeddedManifest {
  private static final int DEEPEST = 8;
  private final Blobs blobs;
  private final ManifestReader reader;
  private final Digest config;
  private final Set<Descriptor> read = new HashSet<>();

  /**
   * @param config the digest of the image's configuration
   */
  EmbeddedManifest(ManifestReader reader, Digest config) {
    this.blobs = reader.blobs();
    this.reader = reader;
    this.config = config;
  }

  /** The manifest, if it exists, and all of its layers exist or are not to be distributed. */
  Optional<ImageManifest> in(Document index) {
    return in(index, 1);
  }

  private Optional<ImageManifest> in(Document index, int depth) {
    if (depth > DEEPEST) {
      throw index.failure("is nested more than " + DEEPEST + " deep");
    }
    for (JsonNode entry : index.elements(index.root(), "manifests")) {
      Optional<ImageManifest> found = consider(index.descriptor(entry), depth);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<ImageManifest> consider(Descriptor descriptor, int depth) {
    // An index of several platforms is saved with the blobs of one.
    if (ManifestType.isOpaque(descriptor.mediaType())
        || !read.add(descriptor)
        || blobs.find(descriptor).isEmpty()) {
      return Optional.empty();
    }
    Document document = reader.document(descriptor);
    if (ManifestType.isIndex(document)) {
      return in(document, depth + 1);
    }
    return isComplete(document)
        ? Optional.of(reader.manifest(document, descriptor.mediaType()))
        : Optional.empty();
  }

  private boolean isComplete(Document document) {
    return document.descriptor(document.root().path("config")).digest().equals(config)
        && document.descriptors("layers").stream()
            .allMatch(
                layer ->
                    MediaTypes.isNondistributable(layer.mediaType())
                        || blobs.find(layer).isPresent());
  }
}
