package dev.berth.push.image;

import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.archive.ImageFiles;
import java.util.Optional;

/**
 * The blobs of an OCI image layout.
 *
 * @param files the layout's files
 */
record Blobs(ImageFiles files) {
  String source() {
    return files.name();
  }

  /** An existing blob of the right size. */
  Content content(Descriptor descriptor) {
    return find(descriptor)
        .orElseThrow(() -> ImageFailure.of(source(), "has no blob " + descriptor.digest()));
  }

  /** A blob, if it exists; then it must have the right size. */
  Optional<Content> find(Descriptor descriptor) {
    String path = "blobs/" + descriptor.digest().algorithm() + "/" + descriptor.digest().hex();
    Optional<Content> content = files.find(path);
    content.ifPresent(found -> checkSize(descriptor, found.size()));
    return content;
  }

  private void checkSize(Descriptor descriptor, long size) {
    if (size != descriptor.size()) {
      throw ImageFailure.of(
          source(),
          "blob " + descriptor.digest() + " has " + size + " bytes, not " + descriptor.size());
    }
  }

  /** A JSON document, verified. */
  Document document(Descriptor descriptor) {
    return Document.read(source(), descriptor, content(descriptor));
  }
}
