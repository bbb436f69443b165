package dev.berth.push.image;

import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.archive.ImageFiles;
import dev.berth.push.archive.Magic;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.spi.BerthException;
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
  private final ArchiveManifest image;
  private final ConfigDocument config;
  private final List<Digest> diffIds;

  DockerArchive(ImageFiles files, Optional<String> reference) {
    this.files = files;
    this.image = select(files, reference);
    Document document = Document.read(files.name(), image.config(), file(image.config()));
    this.config = image.checked(document);
    this.diffIds = config.diffIds(image.layers().size());
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
  Optional<ImageManifest> ownManifest() {
    return new EmbeddedManifest(files, config.document().bytes().digest()).find();
  }

  ImageManifest manifest(Optional<Platform> platform) {
    platform.ifPresent(this::checkPlatform);
    return ownManifest().orElseGet(this::classicManifest);
  }

  private Content file(String name) {
    return files
        .find(name)
        .orElseThrow(
            () -> ImageFailure.of(files.name(), "has no file " + ImageFailure.quote(name)));
  }

  private static ArchiveManifest select(ImageFiles files, Optional<String> reference) {
    Content content =
        files
            .find("manifest.json")
            .orElseThrow(
                () ->
                    ImageFailure.of(
                        files.name(),
                        "is not an archive of docker save: it has no file 'manifest.json'",
                        "An archive with an OCI image layout is named oci-archive:FILE."));
    Document document = Document.read(files.name(), "manifest.json", content);
    List<ArchiveManifest> all = ArchiveManifest.all(document);
    List<ArchiveManifest> matching =
        all.stream()
            .filter(image -> reference.isEmpty() || image.isNamed(reference.get()))
            .toList();
    if (matching.size() != 1) {
      throw notOne(files, reference, matching.size(), all);
    }
    return matching.get(0);
  }

  private static BerthException notOne(
      ImageFiles files, Optional<String> reference, int count, List<ArchiveManifest> all) {
    String which = reference.map(text -> " " + ImageFailure.quote(text)).orElse("");
    List<String> names =
        all.stream()
            .flatMap(image -> image.tags().stream())
            .map(ImageFailure::quote)
            .limit(20)
            .toList();
    return ImageFailure.of(
        files.name(),
        count == 0 ? "has no image" + which : "has " + count + " images" + which,
        names.isEmpty() ? "None has a name." : "It has " + String.join(", ", names) + ".");
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
      Digest diffId = diffIds.get(i);
      String name = image.layers().get(i);
      Content file = file(name);
      if (!diffId.equals(known.computeIfAbsent(file, any -> diffId))) {
        throw ImageFailure.of(
            files.name(), "has one file for two different layers: " + ImageFailure.quote(name));
      }
      layers.add(layer(name, file, diffId));
    }
    return new ImageManifest(
        Optional.empty(), MediaTypes.DOCKER_MANIFEST, config(), List.copyOf(layers));
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
        case OTHER -> new Layer.Uncompressed(diffId, content);
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
