package dev.berth.push.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.image.Blob;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ImageIndex;
import dev.berth.push.image.ImageManifest;
import dev.berth.push.image.ManifestNode;
import dev.berth.push.image.MediaTypes;
import dev.berth.push.image.OpaqueBlob;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads the manifests of a source, and verifies everything except layers. It requires only what a
 * push needs: content whose media type it does not know is carried as it is.
 */
final class ManifestReader {
  private static final int DEEPEST = 8;
  private static final int MOST_MANIFESTS = 10_000;
  private final Blobs blobs;
  private final LayerReader layers;
  private final boolean keepsLayers;
  private final Map<Descriptor, ManifestNode> known = new HashMap<>();
  private int manifests;

  /** A reader that finds out which layers are uncompressed file systems. */
  ManifestReader(Blobs blobs, ImageForm form) {
    this(blobs, form, false);
  }

  /**
   * @param keepsLayers whether all layers stay as they are, so that no configuration is read
   */
  ManifestReader(Blobs blobs, ImageForm form, boolean keepsLayers) {
    this.blobs = blobs;
    this.layers = new LayerReader(blobs, form.nondistributable());
    this.keepsLayers = keepsLayers;
  }

  Blobs blobs() {
    return blobs;
  }

  /** The JSON of a manifest or an index, which matches its descriptor. */
  Document document(Descriptor descriptor) {
    Document document = blobs.document(descriptor);
    ManifestType.check(document, descriptor.mediaType());
    blobs.keepData(document, "manifests");
    blobs.keepData(document, "config");
    blobs.keepData(document, "layers");
    return document;
  }

  ManifestNode read(Descriptor descriptor) {
    return read(descriptor, 1);
  }

  private ManifestNode read(Descriptor descriptor, int depth) {
    count(depth);
    ManifestNode node = known.get(descriptor);
    if (node == null) {
      node = readNew(descriptor, depth);
      known.put(descriptor, node);
    }
    return node;
  }

  private ManifestNode readNew(Descriptor descriptor, int depth) {
    if (ManifestType.isOpaque(descriptor.mediaType())) {
      return new OpaqueBlob(new Blob(descriptor, blobs.content(descriptor)));
    }
    Document document = document(descriptor);
    return ManifestType.isIndex(document)
        ? index(document, descriptor.mediaType(), depth)
        : manifest(document, descriptor.mediaType());
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
      nodes.add(child(document, entry, depth));
    }
    return new ImageIndex(
        document.bytes(), type(document, mediaType, MediaTypes.OCI_INDEX), List.copyOf(nodes));
  }

  private ManifestNode child(Document index, JsonNode entry, int depth) {
    try {
      return read(index.descriptor(entry), depth + 1);
    } catch (BerthException e) {
      if (!e.hints().isEmpty() || e.code() != ErrorCode.IMAGE) {
        throw e;
      }
      throw ImageFailure.of(e, onePlatform(index));
    }
  }

  /** How to push one of the images of an index when another one is damaged or missing. */
  private String onePlatform(Document index) {
    TreeSet<String> present = new TreeSet<>();
    for (JsonNode entry : index.elements(index.root(), "manifests")) {
      ConfigDocument.platform(index, entry.path("platform"))
          .filter(platform -> !platform.isUnknown())
          .filter(platform -> blobs.find(index.descriptor(entry).digest()).isPresent())
          .ifPresent(platform -> present.add(ImageFailure.printable(platform.toString())));
    }
    return present.isEmpty()
        ? "The whole index cannot be pushed without it."
        : "To push one image instead of the whole index, use --platform with "
            + String.join(" or ", present)
            + ".";
  }

  private static String type(Document document, String mediaType, String otherwise) {
    String own = document.text("mediaType");
    String known = own.isEmpty() ? mediaType : own;
    return known.isEmpty() ? otherwise : known;
  }

  /** A manifest and its blobs. */
  ImageManifest manifest(Document document, String mediaType) {
    List<Descriptor> descriptors = document.descriptors("layers");
    Descriptor config = document.descriptor(document.root().path("config"));
    checkSum(document, config, descriptors);
    Content content = blobs.content(config);
    Optional<List<Digest>> diffIds =
        keepsLayers
            ? Optional.empty()
            : config(document).flatMap(image -> image.findDiffIds(descriptors.size()));
    return new ImageManifest(
        Optional.of(document.bytes()),
        type(document, mediaType, MediaTypes.OCI_MANIFEST),
        new Blob(config, content),
        layers.read(document, diffIds));
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
        ? Document.find(blobs.source(), config, blobs.content(config)).map(ConfigDocument::new)
        : Optional.empty();
  }
}
