package dev.berth.push.source;

import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.archive.ImageFiles;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.ImageSelection;
import dev.berth.spi.BerthException;
import java.util.List;

/**
 * The images of an archive of {@code docker save}.
 *
 * @param location the archive, and which of its images is meant
 */
record ArchiveImages(ImageLocation location, ImageFiles files, List<ArchiveManifest> images) {
  private static final int MOST_LISTED = 20;

  static ArchiveImages of(ImageLocation location, ImageFiles files) {
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
    return new ArchiveImages(location, files, ArchiveManifest.all(document));
  }

  /** The chosen image, or the only one. */
  ArchiveManifest select() {
    ImageSelection wanted = location.selection();
    List<ArchiveManifest> candidates =
        wanted.position().isEmpty()
            ? ArchiveManifest.distinct(images)
            : images.stream().skip(wanted.position().getAsInt()).limit(1).toList();
    List<ArchiveManifest> matching =
        candidates.stream()
            .filter(image -> wanted.name().map(image::isNamed).orElse(true))
            .filter(image -> wanted.digest().map(image::hasConfig).orElse(true))
            .toList();
    if (matching.size() != 1) {
      throw notOne(matching.size());
    }
    return matching.get(0);
  }

  private BerthException notOne(int count) {
    String which = location.reference().map(text -> " " + ImageFailure.quote(text)).orElse("");
    List<String> choices =
        ArchiveManifest.distinct(images).stream().limit(MOST_LISTED).map(this::choice).toList();
    return ImageFailure.of(
        files.name(),
        count == 0 ? "has no image" + which : "has " + count + " images" + which,
        choices.isEmpty()
            ? "Its manifest.json names no image."
            : "Choose one of " + String.join(", ", choices) + ".");
  }

  /** The location that chooses an image. */
  private String choice(ArchiveManifest image) {
    String reference =
        image.tags().stream().findFirst().orElseGet(() -> "@" + images.indexOf(image));
    return ImageFailure.printable(location.choosing(reference).toString());
  }
}
