package dev.berth.push.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.push.compress.Compression;
import dev.berth.push.json.BoundedJson;
import dev.berth.push.json.JsonTree;
import dev.berth.reference.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Writes the manifests that a push sends: byte for byte those of the source, if possible. */
public final class ManifestWriter {
  /** The media type of manifests that are created for images without one. */
  public static final String DOCKER_MANIFEST = MediaTypes.DOCKER_MANIFEST;

  private static final String OCI_LAYERS = "application/vnd.oci.image.layer.v1.";

  private ManifestWriter() {}

  /**
   * The manifest of an image with the layers that were pushed. Docker's manifest becomes an OCI
   * manifest when a layer in it is one that only OCI has a media type for.
   *
   * @param layers the pushed blob of each of the manifest's layers, in their order; a compressed
   *     layer has the media type that {@link #layerType} gives
   * @param format the format to write; empty for the manifest's own
   * @throws dev.berth.spi.BerthException with the code {@code INVALID} when the format cannot
   *     express the image
   */
  public static SerializedManifest write(
      ImageManifest manifest, List<Descriptor> layers, Optional<ManifestFormat> format) {
    ObjectNode root = manifest.source().map(ManifestWriter::parse).orElseGet(() -> fresh(manifest));
    boolean changed = replace(root, "layers", layers);
    ManifestFormat own = ManifestFormat.of(manifest.mediaType());
    ManifestFormat wanted =
        format.orElse(changed && hasOciLayer(layers) ? ManifestFormat.OCI : own);
    if (manifest.source().isPresent() && !changed && wanted == own) {
      return new SerializedManifest(manifest.source().get(), manifest.mediaType());
    }
    String mediaType = FormatConversion.type(manifest.mediaType(), wanted);
    if (wanted != own) {
      FormatConversion.manifest(root, mediaType, wanted);
    }
    return serialized(root, mediaType);
  }

  private static boolean hasOciLayer(List<Descriptor> layers) {
    return layers.stream().anyMatch(layer -> layer.mediaType().startsWith(OCI_LAYERS));
  }

  /**
   * The image index with the manifests that were pushed.
   *
   * @param manifests the pushed manifest for each of the index's manifests, in their order
   * @param format the format to write; empty for the index's own
   */
  public static SerializedManifest write(
      ImageIndex index, List<Descriptor> manifests, Optional<ManifestFormat> format) {
    ObjectNode root = parse(index.source());
    boolean changed = replace(root, "manifests", manifests);
    ManifestFormat own = ManifestFormat.of(index.mediaType());
    boolean oci = manifests.stream().anyMatch(it -> it.mediaType().equals(MediaTypes.OCI_MANIFEST));
    ManifestFormat wanted = format.orElse(changed && oci ? ManifestFormat.OCI : own);
    if (!changed && wanted == own) {
      return new SerializedManifest(index.source(), index.mediaType());
    }
    String mediaType = FormatConversion.type(index.mediaType(), wanted);
    if (wanted != own) {
      FormatConversion.index(root, mediaType, wanted);
    }
    return serialized(root, mediaType);
  }

  /**
   * The media type of an uncompressed layer after it was compressed.
   *
   * @param manifestMediaType the manifest that the layer is for
   * @param format the format to write; empty for the manifest's own
   */
  public static String layerType(
      String manifestMediaType, Compression compression, Optional<ManifestFormat> format) {
    ManifestFormat wanted = format.orElse(ManifestFormat.of(manifestMediaType));
    return switch (compression) {
      case GZIP -> FormatConversion.type(MediaTypes.OCI_GZIP, wanted);
      case NONE -> FormatConversion.type(MediaTypes.OCI_LAYER, wanted);
      case ZSTD -> MediaTypes.OCI_ZSTD;
    };
  }

  private static ObjectNode parse(ManifestBytes source) {
    try (var parser = BoundedJson.parser(source.bytes())) {
      return (ObjectNode) JsonTree.readExactly(parser);
    } catch (IOException e) {
      throw new UncheckedIOException("a manifest that was read before is not JSON", e);
    }
  }

  private static ObjectNode fresh(ImageManifest manifest) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schemaVersion", 2);
    root.put("mediaType", manifest.mediaType());
    put(root.putObject("config"), manifest.config().descriptor());
    var array = root.putArray("layers");
    for (Layer layer : manifest.layers()) {
      ObjectNode node = array.addObject();
      if (layer instanceof Layer.Reference reference) {
        put(node, reference.descriptor());
        reference.urls().forEach(node.putArray("urls")::add);
      }
    }
    return root;
  }

  private static boolean replace(ObjectNode root, String member, List<Descriptor> descriptors) {
    JsonNode array = root.path(member);
    if (array.size() != descriptors.size()) {
      throw new IllegalArgumentException(
          array.size() + " " + member + " in the source, " + descriptors.size() + " pushed");
    }
    boolean changed = false;
    for (int i = 0; i < descriptors.size(); i++) {
      changed |= put((ObjectNode) array.get(i), descriptors.get(i));
    }
    return changed;
  }

  /** Sets the three members; existing ones keep their position, and others stay. */
  private static boolean put(ObjectNode node, Descriptor descriptor) {
    String digest = descriptor.digest().toString();
    String mediaType = node.path("mediaType").asText("");
    // A descriptor without a media type is not corrected: its bytes are the user's.
    boolean named = node.hasNonNull("mediaType") && !mediaType.isEmpty();
    if (digest.equals(node.path("digest").asText())
        && (!named || descriptor.mediaType().equals(mediaType))) {
      return false;
    }
    node.put("mediaType", descriptor.mediaType());
    node.put("digest", digest);
    node.put("size", descriptor.size());
    // It was the content of the descriptor that is replaced.
    node.remove("data");
    return true;
  }

  private static SerializedManifest serialized(ObjectNode root, String mediaType) {
    byte[] bytes = root.toString().getBytes(StandardCharsets.UTF_8);
    return new SerializedManifest(new ManifestBytes(Digests.of(bytes), bytes), mediaType);
  }
}
