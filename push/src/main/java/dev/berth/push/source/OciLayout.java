package dev.berth.push.source;

import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.archive.ImageFiles;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.ManifestNode;
import dev.berth.push.image.MediaTypes;
import dev.berth.push.image.Platform;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An OCI image layout (image specification, image-layout.md). */
final class OciLayout {
  private final ImageLocation location;
  private final ImageFiles files;
  private final ManifestReader reader;
  private final Document index;

  OciLayout(ImageLocation location, ImageFiles files, ImageForm form) {
    this.location = location;
    this.files = files;
    this.reader = new ManifestReader(new Blobs(new LayoutBlobs(files)), form);
    this.index = index(files);
    checkVersion();
    reader.blobs().keepData(index, "manifests");
  }

  private static Document index(ImageFiles files) {
    Document index = find(files, "index.json").orElseThrow(() -> noLayout(files));
    if (!index.root().isObject() || !index.root().path("manifests").isArray()) {
      throw index.failure("names no manifests");
    }
    if (index.root().has("layers")) {
      throw index.failure("is an image index and an image manifest at once");
    }
    return index;
  }

  private static RuntimeException noLayout(ImageFiles files) {
    return ImageFailure.of(
        files.name(),
        "is not an OCI image layout: it has no file 'index.json'",
        "An archive of docker save is named docker-archive:FILE.");
  }

  private static Optional<Document> find(ImageFiles files, String name) {
    Optional<Content> content = files.find(name);
    return content.map(found -> Document.read(files.name(), name, found));
  }

  /** Other tools do not need this file; where it exists, it must be of a known version. */
  private void checkVersion() {
    find(files, "oci-layout")
        .map(document -> document.text("imageLayoutVersion"))
        .filter(version -> !version.startsWith("1."))
        .ifPresent(
            version -> {
              throw ImageFailure.of(
                  files.name(),
                  "is an OCI image layout of version " + ImageFailure.quote(version) + ", not 1.x");
            });
  }

  /** The chosen image, or the only one; with a platform never an index. */
  ManifestNode image(Optional<Platform> platform) {
    Optional<Descriptor> entry =
        new LayoutEntries(location, index, reader).select(platform.map(this::choice));
    if (platform.isPresent()) {
      PlatformChoice choice = choice(platform.get());
      return reader.read(entry.map(choice::in).orElseGet(() -> choice.in(index)));
    }
    return entry.map(reader::read).orElseGet(() -> reader.index(index, MediaTypes.OCI_INDEX));
  }

  /**
   * Whether one image is meant, and the files have it for more than one platform.
   *
   * @param all whether they must have it for all of its platforms
   */
  boolean isForSeveralPlatforms(boolean all) {
    Set<Descriptor> named = new LayoutEntries(location, index, reader).named();
    return named.size() == 1
        && named.stream()
            .filter(entry -> MediaTypes.isIndex(entry.mediaType()))
            .filter(entry -> reader.blobs().find(entry).isPresent())
            .map(reader::document)
            .anyMatch(image -> hasSeveral(image, all));
  }

  private boolean hasSeveral(Document image, boolean all) {
    List<Descriptor> images =
        image.elements(image.root(), "manifests").stream()
            .filter(
                entry ->
                    ConfigDocument.platform(image, entry.path("platform"))
                        .filter(platform -> !platform.isUnknown())
                        .isPresent())
            .map(image::descriptor)
            .toList();
    long present = images.stream().filter(it -> reader.blobs().find(it).isPresent()).count();
    return present > 1 && (!all || present == images.size());
  }

  private PlatformChoice choice(Platform wanted) {
    return new PlatformChoice(files.name(), reader, wanted);
  }

  /** What in the layout refers to its images. */
  DigestReferences references() {
    return new DigestReferences(reader, index);
  }
}
