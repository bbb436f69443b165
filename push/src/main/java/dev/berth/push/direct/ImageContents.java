package dev.berth.push.direct;

import dev.berth.push.compress.Compression;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ImageIndex;
import dev.berth.push.image.ImageManifest;
import dev.berth.push.image.ManifestNode;
import dev.berth.push.image.ManifestWriter;
import dev.berth.push.image.SerializedManifest;
import dev.berth.reference.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The blobs and manifests that an image becomes in a registry.
 *
 * @param root the image, or an index
 * @param compression the format of compressed layers
 */
record ImageContents(ManifestNode root, Compression compression) {
  /** All layers, each once. */
  List<BlobJob> layers() {
    return distinct(images(root).flatMap(this::layers));
  }

  /** All layers and configurations, each once. */
  List<BlobJob> blobs() {
    return distinct(
        images(root)
            .flatMap(
                image -> Stream.concat(layers(image), Stream.of(BlobJob.config(image.config())))));
  }

  /** The number of layers of the image with most layers. */
  int mostLayers() {
    return images(root).mapToInt(image -> image.layers().size()).max().orElse(0);
  }

  /**
   * The manifests in the order in which they are pushed, the root last; empty while the digest of a
   * layer is unknown.
   *
   * @param blobs the blob that a job became
   */
  List<SerializedManifest> manifests(Function<BlobJob, Optional<Descriptor>> blobs) {
    List<SerializedManifest> manifests = new ArrayList<>();
    return serialize(root, blobs, manifests::add).isPresent() ? manifests : List.of();
  }

  private Optional<SerializedManifest> serialize(
      ManifestNode node,
      Function<BlobJob, Optional<Descriptor>> blobs,
      Consumer<SerializedManifest> manifests) {
    Optional<SerializedManifest> result;
    if (node instanceof ImageManifest image) {
      List<Descriptor> layers = layers(image).flatMap(job -> blobs.apply(job).stream()).toList();
      result =
          layers.size() == image.layers().size()
              ? Optional.of(ManifestWriter.write(image, layers))
              : Optional.empty();
    } else {
      ImageIndex index = (ImageIndex) node;
      List<Descriptor> children = new ArrayList<>();
      for (ManifestNode child : index.manifests()) {
        serialize(child, blobs, manifests)
            .ifPresent(manifest -> children.add(manifest.descriptor()));
      }
      result =
          children.size() == index.manifests().size()
              ? Optional.of(ManifestWriter.write(index, children))
              : Optional.empty();
    }
    result.ifPresent(manifests);
    return result;
  }

  private static Stream<ImageManifest> images(ManifestNode node) {
    return node instanceof ImageManifest image
        ? Stream.of(image)
        : ((ImageIndex) node).manifests().stream().flatMap(ImageContents::images);
  }

  private Stream<BlobJob> layers(ImageManifest image) {
    String mediaType = ManifestWriter.layerType(image.mediaType(), compression);
    return image.layers().stream().map(layer -> new BlobJob(layer, mediaType, true));
  }

  private static List<BlobJob> distinct(Stream<BlobJob> jobs) {
    Map<Digest, BlobJob> distinct = new LinkedHashMap<>();
    jobs.forEach(job -> distinct.putIfAbsent(job.key(), job));
    return List.copyOf(distinct.values());
  }
}
