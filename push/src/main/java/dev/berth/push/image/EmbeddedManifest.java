package dev.berth.push.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.archive.ImageFiles;
import dev.berth.reference.Digest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds an image's own OCI manifest in an archive that newer versions of Docker saved. */
final class EmbeddedManifest {
  private static final int DEEPEST = 8;

  private final ImageFiles files;
  private final Blobs blobs;
  private final ManifestReader reader;
  private final Digest config;
  private final Set<Descriptor> read = new HashSet<>();

  /**
   * @param config the digest of the image's configuration
   */
  EmbeddedManifest(ImageFiles files, Digest config) {
    this.files = files;
    this.blobs = new Blobs(files);
    this.reader = new ManifestReader(blobs);
    this.config = config;
  }

  /** The manifest, if it exists, and all of its layers exist and are compressed. */
  Optional<ImageManifest> find() {
    return files
        .find("index.json")
        .map(content -> Document.read(files.name(), "index.json", content))
        .flatMap(index -> in(index, 1));
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
    if (!read.add(descriptor) || blobs.find(descriptor).isEmpty()) {
      return Optional.empty();
    }
    Document document = reader.document(descriptor);
    if (ManifestReader.isIndex(document)) {
      return in(document, depth + 1);
    }
    return isComplete(document)
        ? Optional.of(reader.manifest(document, descriptor.mediaType()))
        : Optional.empty();
  }

  private boolean isComplete(Document document) {
    List<Descriptor> layers =
        document.elements(document.root(), "layers").stream().map(document::descriptor).toList();
    return document.descriptor(document.root().path("config")).digest().equals(config)
        && layers.stream()
            .noneMatch(
                layer ->
                    MediaTypes.isUncompressedLayer(layer.mediaType())
                        || blobs.find(layer).isEmpty());
  }
}
