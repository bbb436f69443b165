package dev.berth.push.direct;

import dev.berth.push.compress.Compression;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ImageIndex;
import dev.berth.push.image.ImageManifest;
import dev.berth.push.image.Layer;
import dev.berth.push.image.ManifestFormat;
import dev.berth.push.image.ManifestNode;
import dev.berth.push.image.ManifestWriter;
import dev.berth.push.image.OpaqueBlob;
import dev.berth.push.image.SerializedManifest;
import dev.berth.reference.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The blobs and manifests that an image becomes in a registry.
 *
 * @param root the image, or an index
 * @param compression the format of compressed layers
 * @param format the format of the manifests; empty for that of the source
 */
record ImageContents(ManifestNode root, Compression compression, Optional<ManifestFormat> format) {
  /** All layers, each once. */
  List<BlobJob> layers() {
    return distinct(images(root).flatMap(this::layers));
  }

  /** All layers, configurations and other blobs, each once. */
  List<BlobJob> blobs() {
    return distinct(nodes(root).stream().flatMap(this::blobs));
  }

  private Stream<BlobJob> blobs(ManifestNode node) {
    if (node instanceof OpaqueBlob opaque) {
      return Stream.of(BlobJob.asIs(opaque.blob()));
    }
    return node instanceof ImageManifest image
        ? Stream.concat(layers(image), Stream.of(BlobJob.asIs(image.config())))
        : Stream.empty();
  }

  /** The layers that the manifests only name, each once. */
  List<Descriptor> references() {
    return images(root)
        .flatMap(image -> image.layers().stream())
        .filter(Layer.Reference.class::isInstance)
        .map(layer -> ((Layer.Reference) layer).descriptor())
        .distinct()
        .toList();
  }

  /** The number of layers of the image with most layers. */
  int mostLayers() {
    return images(root).mapToInt(image -> image.layers().size()).max().orElse(0);
  }

  /** The digests of the source's manifests that a push does not keep. */
  Set<Digest> replaced() {
    Set<Digest> replaced = new LinkedHashSet<>();
    Set<ManifestNode> changed = Collections.newSetFromMap(new IdentityHashMap<>());
    for (ManifestNode node : nodes(root)) {
      if (node instanceof ImageManifest image
          && (changes(image.mediaType())
              || layers(image).anyMatch(job -> job.key().compressed()))) {
        changed.add(node);
        image.source().ifPresent(bytes -> replaced.add(bytes.digest()));
      } else if (node instanceof ImageIndex index
          && (changes(index.mediaType())
              || index.manifests().stream().anyMatch(changed::contains))) {
        changed.add(node);
        replaced.add(index.source().digest());
      }
    }
    return replaced;
  }

  private boolean changes(String mediaType) {
    return format.isPresent() && ManifestFormat.of(mediaType) != format.get();
  }

  /** The same in another format. */
  ImageContents as(ManifestFormat newFormat) {
    return new ImageContents(root, compression, Optional.of(newFormat));
  }

  /** Whether the format is free to choose, since the source has no manifest of its own. */
  boolean mayChangeFormat() {
    return format.isEmpty() && root instanceof ImageManifest image && image.source().isEmpty();
  }

  /**
   * The manifests in the order in which they are pushed, each once, the root last; empty while the
   * digest of a layer is unknown.
   *
   * @param blobs the blob that a job became
   */
  List<SerializedManifest> manifests(Function<BlobJob, Optional<Descriptor>> blobs) {
    List<SerializedManifest> manifests = new ArrayList<>();
    IdentityHashMap<ManifestNode, Descriptor> descriptors = new IdentityHashMap<>();
    for (ManifestNode node : nodes(root)) {
      if (node instanceof OpaqueBlob opaque) {
        descriptors.put(node, opaque.blob().descriptor());
        continue;
      }
      Optional<SerializedManifest> manifest =
          node instanceof ImageManifest image
              ? manifest(image, blobs)
              : index((ImageIndex) node, descriptors);
      if (manifest.isEmpty()) {
        return List.of();
      }
      manifests.add(manifest.get());
      descriptors.put(node, manifest.get().descriptor());
    }
    return manifests;
  }

  private Optional<SerializedManifest> manifest(
      ImageManifest image, Function<BlobJob, Optional<Descriptor>> blobs) {
    List<Descriptor> layers =
        image.layers().stream().flatMap(layer -> descriptor(image, layer, blobs).stream()).toList();
    return layers.size() == image.layers().size()
        ? Optional.of(ManifestWriter.write(image, layers, format))
        : Optional.empty();
  }

  /** A layer that is not compressed keeps its own descriptor, whatever else names its blob. */
  private Optional<Descriptor> descriptor(
      ImageManifest image, Layer layer, Function<BlobJob, Optional<Descriptor>> blobs) {
    if (layer instanceof Layer.Reference reference) {
      return Optional.of(reference.descriptor());
    }
    BlobJob job = job(image, layer);
    return job.layer() instanceof Layer.AsIs asIs
        ? Optional.of(asIs.descriptor())
        : blobs.apply(job).map(blob -> new Descriptor(job.mediaType(), blob.digest(), blob.size()));
  }

  private Optional<SerializedManifest> index(
      ImageIndex index, IdentityHashMap<ManifestNode, Descriptor> descriptors) {
    List<Descriptor> children = index.manifests().stream().map(descriptors::get).toList();
    return Optional.of(ManifestWriter.write(index, children, format));
  }

  /** All nodes, each once, after those below it. An index may name another one many times. */
  private static List<ManifestNode> nodes(ManifestNode root) {
    List<ManifestNode> nodes = new ArrayList<>();
    addNodes(root, nodes, Collections.newSetFromMap(new IdentityHashMap<>()));
    return nodes;
  }

  private static void addNodes(
      ManifestNode node, List<ManifestNode> nodes, Set<ManifestNode> known) {
    if (known.add(node)) {
      if (node instanceof ImageIndex index) {
        index.manifests().forEach(child -> addNodes(child, nodes, known));
      }
      nodes.add(node);
    }
  }

  private static Stream<ImageManifest> images(ManifestNode node) {
    return nodes(node).stream()
        .filter(ImageManifest.class::isInstance)
        .map(ImageManifest.class::cast);
  }

  private Stream<BlobJob> layers(ImageManifest image) {
    return image.layers().stream()
        .filter(layer -> !(layer instanceof Layer.Reference))
        .map(layer -> job(image, layer));
  }

  private BlobJob job(ImageManifest image, Layer layer) {
    if (layer instanceof Layer.Uncompressed tar && compression == Compression.NONE) {
      var descriptor = new Descriptor(tar.mediaType(), tar.diffId(), tar.content().size());
      return new BlobJob(new Layer.AsIs(descriptor, tar.content()), tar.mediaType(), 1);
    }
    return new BlobJob(layer, ManifestWriter.layerType(image.mediaType(), compression, format), 1);
  }

  private static List<BlobJob> distinct(Stream<BlobJob> jobs) {
    Map<BlobJob.Key, BlobJob> distinct = new LinkedHashMap<>();
    AtomicInteger layers = new AtomicInteger();
    jobs.forEach(
        job ->
            distinct.computeIfAbsent(
                job.key(), any -> job.isLayer() ? job.numbered(layers.incrementAndGet()) : job));
    return List.copyOf(distinct.values());
  }
}
