package dev.berth.push.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFailure;
import dev.berth.reference.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the manifests of an OCI image layout, and verifies everything except layers. */
final class ManifestReader {
  private static final int DEEPEST = 8;
  private static final int MOST_MANIFESTS = 10_000;

  private final Blobs blobs;
  private final Map<Descriptor, ManifestNode> known = new HashMap<>();
  private int manifests;

  ManifestReader(Blobs blobs) {
    this.blobs = blobs;
  }

  /** The JSON of a manifest or an index, which matches its descriptor. */
  Document document(Descriptor descriptor) {
    Document document = blobs.document(descriptor);
    checkType(document, descriptor.mediaType());
    return document;
  }

  private static void checkType(Document document, String wanted) {
    JsonNode root = document.root();
    boolean index = isIndex(document);
    if (!root.isObject() || index == root.has("layers")) {
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

  static boolean isIndex(Document document) {
    return document.root().has("manifests");
  }

  ManifestNode read(Descriptor descriptor) {
    return read(descriptor, 1);
  }

  private ManifestNode read(Descriptor descriptor, int depth) {
    count(depth);
    ManifestNode node = known.get(descriptor);
    if (node != null) {
      return node;
    }
    Document document = document(descriptor);
    node =
        isIndex(document)
            ? index(document, descriptor.mediaType(), depth)
            : manifest(document, descriptor.mediaType());
    known.put(descriptor, node);
    return node;
  }

  private void count(int depth) {
    if (depth > DEEPEST) {
      throw ImageFailure.of(
          blobs.source(), "has image indexes nested more than " + DEEPEST + " deep");
    }
    if (++manifests > MOST_MANIFESTS) {
      throw ImageFailure.of(blobs.source(), "has more than " + MOST_MANIFESTS + " manifests");
    }
  }

  /** An index and the manifests that it names. */
  ImageIndex index(Document document, String mediaType) {
    return index(document, mediaType, 1);
  }

  private ImageIndex index(Document document, String mediaType, int depth) {
    List<ManifestNode> nodes = new ArrayList<>();
    for (JsonNode entry : document.elements(document.root(), "manifests")) {
      nodes.add(read(document.descriptor(entry), depth + 1));
    }
    return new ImageIndex(
        document.bytes(), type(document, mediaType, MediaTypes.OCI_INDEX), List.copyOf(nodes));
  }

  private static String type(Document document, String mediaType, String otherwise) {
    String own = document.text("mediaType");
    String known = own.isEmpty() ? mediaType : own;
    return known.isEmpty() ? otherwise : known;
  }

  /** A manifest and its blobs. */
  ImageManifest manifest(Document document, String mediaType) {
    List<Descriptor> layers =
        document.elements(document.root(), "layers").stream().map(document::descriptor).toList();
    Descriptor config = document.descriptor(document.root().path("config"));
    checkSum(document, config, layers);
    Content content = blobs.content(config);
    Optional<List<Digest>> diffIds = config(document).map(image -> image.diffIds(layers.size()));
    List<Layer> read = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      int at = i;
      read.add(layer(document, layers.get(i), diffIds.map(all -> all.get(at))));
    }
    return new ImageManifest(
        Optional.of(document.bytes()),
        type(document, mediaType, MediaTypes.OCI_MANIFEST),
        new Blob(config, content),
        List.copyOf(read));
  }

  private static void checkSum(Document document, Descriptor config, List<Descriptor> layers) {
    try {
      long sum = config.size();
      for (Descriptor layer : layers) {
        sum = Math.addExact(sum, layer.size());
      }
    } catch (ArithmeticException e) {
      throw document.failure("has sizes that no disk can hold");
    }
  }

  /** The image configuration of a manifest; empty when its config is something else. */
  Optional<ConfigDocument> config(Document manifest) {
    Descriptor config = manifest.descriptor(manifest.root().path("config"));
    return MediaTypes.isImageConfig(config.mediaType())
        ? Optional.of(new ConfigDocument(blobs.document(config)))
        : Optional.empty();
  }

  private Layer layer(Document document, Descriptor layer, Optional<Digest> diffId) {
    Content content = blobs.content(layer);
    // Compressing computes a SHA-256, which cannot be compared to a digest of another algorithm.
    boolean comparable = layer.digest().algorithm().equals("sha256");
    if (!comparable || !MediaTypes.isUncompressedLayer(layer.mediaType())) {
      return new Layer.AsIs(layer, content);
    }
    if (!diffId.orElse(layer.digest()).equals(layer.digest())) {
      throw document.failure(
          "has an uncompressed layer " + layer.digest() + " whose diff_id is " + diffId.get());
    }
    return new Layer.Uncompressed(layer.digest(), content);
  }
}
