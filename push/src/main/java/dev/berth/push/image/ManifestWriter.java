package dev.berth.push.image;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.push.compress.Compression;
import dev.berth.reference.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the manifests that a push sends: byte for byte those of the source, if possible. */
public final class ManifestWriter {
  /** The media type of manifests that are created for images without one. */
  public static final String DOCKER_MANIFEST = MediaTypes.DOCKER_MANIFEST;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          // Numbers stay as they are written.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final String OCI = "application/vnd.oci.image.";

  private ManifestWriter() {}

  /**
   * The manifest of an image with the layers that were pushed. Docker's manifest becomes an OCI
   * manifest when a layer in it is one that only OCI has a media type for.
   *
   * @param layers the pushed blob of each of the manifest's layers, in their order; a compressed
   *     layer has the media type that {@link #layerType} gives
   */
  public static SerializedManifest write(ImageManifest manifest, List<Descriptor> layers) {
    ObjectNode root = manifest.source().map(ManifestWriter::parse).orElseGet(() -> fresh(manifest));
    boolean changed = replace(root, "layers", layers);
    if (manifest.source().isPresent() && !changed) {
      return new SerializedManifest(manifest.source().get(), manifest.mediaType());
    }
    boolean onlyOci = layers.stream().anyMatch(layer -> layer.mediaType().startsWith(OCI));
    if (onlyOci && MediaTypes.isDocker(manifest.mediaType())) {
      toOci(root);
      return serialized(root, MediaTypes.OCI_MANIFEST);
    }
    return serialized(root, manifest.mediaType());
  }

  /**
   * The image index with the manifests that were pushed.
   *
   * @param manifests the pushed manifest for each of the index's manifests, in their order
   */
  public static SerializedManifest write(ImageIndex index, List<Descriptor> manifests) {
    ObjectNode root = parse(index.source());
    if (!replace(root, "manifests", manifests)) {
      return new SerializedManifest(index.source(), index.mediaType());
    }
    boolean onlyOci = manifests.stream().anyMatch(each -> each.mediaType().startsWith(OCI));
    if (onlyOci && MediaTypes.isDocker(index.mediaType())) {
      root.put("mediaType", MediaTypes.OCI_INDEX);
      return serialized(root, MediaTypes.OCI_INDEX);
    }
    return serialized(root, index.mediaType());
  }

  /** The media type of a layer that is compressed for a manifest of that media type. */
  public static String layerType(String manifestMediaType, Compression compression) {
    return switch (compression) {
      case GZIP ->
          MediaTypes.isDocker(manifestMediaType) ? MediaTypes.DOCKER_GZIP : MediaTypes.OCI_GZIP;
      case ZSTD -> MediaTypes.OCI_ZSTD;
    };
  }

  private static ObjectNode parse(ManifestBytes source) {
    try {
      return (ObjectNode) JSON.readTree(source.bytes());
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
    manifest.layers().forEach(layer -> array.addObject());
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

  /** Sets the three members; existing ones keep their position. */
  private static boolean put(ObjectNode node, Descriptor descriptor) {
    String digest = descriptor.digest().toString();
    if (digest.equals(node.path("digest").asText())
        && descriptor.mediaType().equals(node.path("mediaType").asText())) {
      return false;
    }
    node.put("mediaType", descriptor.mediaType());
    node.put("digest", digest);
    node.put("size", descriptor.size());
    return true;
  }

  private static void toOci(ObjectNode root) {
    root.put("mediaType", MediaTypes.OCI_MANIFEST);
    retype((ObjectNode) root.path("config"));
    root.path("layers").forEach(layer -> retype((ObjectNode) layer));
  }

  private static void retype(ObjectNode descriptor) {
    descriptor.put("mediaType", MediaTypes.toOci(descriptor.path("mediaType").asText()));
  }

  private static SerializedManifest serialized(ObjectNode root, String mediaType) {
    byte[] bytes = root.toString().getBytes(StandardCharsets.UTF_8);
    return new SerializedManifest(new ManifestBytes(Digests.of(bytes), bytes), mediaType);
  }
}
