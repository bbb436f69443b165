package dev.berth.push.source;

import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.archive.ImageFiles;
import dev.berth.push.archive.Magic;
import dev.berth.push.compress.Compression;
import dev.berth.push.image.Blob;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.ImageManifest;
import dev.berth.push.image.Layer;
import dev.berth.push.image.ManifestBytes;
import dev.berth.push.image.MediaTypes;
import dev.berth.push.image.MemoryContent;
import dev.berth.push.image.Platform;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An archive of {@code docker save}, in the classic form or with an OCI layout inside. */
final class DockerArchive {
  private final ImageFiles files;
  private final ImageForm form;
  private final ArchiveManifest image;
  private final ConfigDocument config;
  private final List<Digest> diffIds;
  private final Optional<Document> index;
  private final ManifestReader reader;

  DockerArchive(ImageLocation location, ImageFiles files, ImageForm form) {
    this.files = files;
    this.form = form;
    this.image = ArchiveImages.of(location, files).select();
    Document document = Document.read(files.name(), image.config(), file(image.config()));
    this.config = image.checked(document);
    this.diffIds = config.diffIds(image.layers().size());
    this.index =
        files.find("index.json").map(content -> Document.read(files.name(), "index.json", content));
    this.reader = new ManifestReader(new Blobs(new LayoutBlobs(files)), form);
  }

  List<String> layerNames() {
    return image.layers();
  }

  List<Digest> diffIds() {
    return diffIds;
  }

  Blob config() {
    ManifestBytes bytes = config.document().bytes();
    Content content = new MemoryContent(bytes);
    return new Blob(
        new Descriptor(MediaTypes.DOCKER_CONFIG, bytes.digest(), content.size()), content);
  }

  /** The image's own OCI manifest, if the archive has it with compressed layers. */
  Optional<ImageManifest> compressedManifest() {
    return ownManifest().filter(DockerArchive::isCompressed);
  }

  private Optional<ImageManifest> ownManifest() {
    Digest id = config.document().bytes().digest();
    return index.flatMap(new EmbeddedManifest(reader, id)::in);
  }

  private static boolean isCompressed(ImageManifest own) {
    return own.layers().stream().noneMatch(DockerArchive::isTar);
  }

  private static boolean isTar(Layer layer) {
    return layer instanceof Layer.Uncompressed
        || (layer instanceof Layer.AsIs asIs
            && MediaTypes.isUncompressedLayer(asIs.descriptor().mediaType()));
  }

  /** What in the archive refers to its images. */
  Optional<DigestReferences> references() {
    return index.map(known -> new DigestReferences(reader, known));
  }

  ImageManifest manifest() {
    form.platform().ifPresent(this::checkPlatform);
    return ownManifest()
        .filter(own -> isCompressed(own) || isKept(own))
        .orElseGet(this::classicManifest);
  }

  /** Whether a manifest of uncompressed layers is kept, instead of one that Docker would push. */
  private boolean isKept(ImageManifest own) {
    List<Digest> digests = own.source().stream().map(ManifestBytes::digest).toList();
    return form.compression().equals(Optional.of(Compression.NONE))
        || references().flatMap(all -> all.to(digests)).isPresent();
  }

  private Content file(String name) {
    return files
        .find(name)
        .orElseThrow(
            () -> ImageFailure.of(files.name(), "has no file " + ImageFailure.quote(name)));
  }

  private void checkPlatform(Platform wanted) {
    Optional<Platform> actual = config.platform();
    if (!actual.map(wanted::fits).orElse(false)) {
      String what = actual.map(Platform::toString).orElse("no platform");
      throw ImageFailure.of(
          files.name(), "has an image for " + ImageFailure.printable(what) + ", not for " + wanted);
    }
  }

  private ImageManifest classicManifest() {
    Map<Content, Digest> known = new HashMap<>();
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < diffIds.size(); i++) {
      layers.add(layer(image.layers().get(i), diffIds.get(i), known));
    }
    return new ImageManifest(
        Optional.empty(), MediaTypes.DOCKER_MANIFEST, config(), List.copyOf(layers));
  }

  private Layer layer(String name, Digest diffId, Map<Content, Digest> known) {
    Layer.Reference reference = image.references().get(diffId);
    if (reference != null && !(form.nondistributable() && files.find(name).isPresent())) {
      return reference;
    }
    Content file = file(name);
    if (!diffId.equals(known.computeIfAbsent(file, any -> diffId))) {
      throw ImageFailure.of(
          files.name(), "has one file for two different layers: " + ImageFailure.quote(name));
    }
    return layer(name, file, diffId);
  }

  private Layer layer(String name, Content content, Digest diffId) {
    try {
      return switch (Magic.of(content)) {
        case GZIP -> ready(name, MediaTypes.DOCKER_GZIP, content);
        case ZSTD -> ready(name, MediaTypes.OCI_ZSTD, content);
        case BZIP2, XZ ->
            throw ImageFailure.of(
                files.name(),
                "has a layer in a format that engines do not support: " + ImageFailure.quote(name));
        case OTHER -> new Layer.Uncompressed(MediaTypes.DOCKER_LAYER, diffId, content);
      };
    } catch (IOException e) {
      throw ImageFailure.of(files.name(), "cannot be read: " + e.getMessage(), e);
    }
  }

  private static Layer ready(String name, String mediaType, Content content) throws IOException {
    Optional<Digest> named = ArchiveManifest.digestOfName(name);
    Digest digest = named.isPresent() ? named.get() : hash(content);
    return new Layer.AsIs(new Descriptor(mediaType, digest, content.size()), content);
  }

  private static Digest hash(Content content) throws IOException {
    try (InputStream in = content.open()) {
      return Digests.of("sha256", in);
    }
  }
}
