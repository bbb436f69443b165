package dev.berth.push.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ManifestBytes;
import dev.berth.push.image.MemoryContent;
import dev.berth.reference.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The blobs of a source: those that it has stored, and those that descriptors have in themselves.
 *
 * @param stored the stored blobs
 * @param embedded the content in descriptors
 */
record Blobs(ImageBlobs stored, Map<Digest, Content> embedded) {
  Blobs(ImageBlobs stored) {
    this(stored, new HashMap<>());
  }

  String source() {
    return stored.name();
  }

  /** Keeps the content that the descriptors of a document have in themselves. */
  void keepData(Document document, String member) {
    JsonNode value = document.root().path(member);
    for (JsonNode node : value.isArray() ? value : List.of(value)) {
      document.data(node).ifPresent(data -> keep(document.descriptor(node), data));
    }
  }

  private void keep(Descriptor descriptor, byte[] data) {
    embedded.put(
        descriptor.digest(), new MemoryContent(new ManifestBytes(descriptor.digest(), data)));
  }

  /** An existing blob of the right size. */
  Content content(Descriptor descriptor) {
    return find(descriptor)
        .orElseThrow(() -> ImageFailure.of(source(), "has no blob " + descriptor.digest()));
  }

  /** A blob, if it exists; then it must have the right size. */
  Optional<Content> find(Descriptor descriptor) {
    Optional<Content> content = stored.find(descriptor).or(() -> embedded(descriptor.digest()));
    content.ifPresent(found -> checkSize(descriptor, found.size()));
    return content;
  }

  /** A blob of unknown size, if it exists. */
  Optional<Content> find(Digest digest) {
    return stored.find(digest).or(() -> embedded(digest));
  }

  private Optional<Content> embedded(Digest digest) {
    return Optional.ofNullable(embedded.get(digest));
  }

  private void checkSize(Descriptor descriptor, long size) {
    if (size != descriptor.size()) {
      throw ImageFailure.of(
          source(),
          "blob " + descriptor.digest() + " has " + size + " bytes, not " + descriptor.size());
    }
  }

  /** A manifest or an index, verified. */
  Document document(Descriptor descriptor) {
    Content content =
        find(descriptor.digest())
            .orElseThrow(() -> ImageFailure.of(source(), "has no blob " + descriptor.digest()));
    checkSize(descriptor, content.size());
    return Document.read(source(), descriptor, content);
  }
}
