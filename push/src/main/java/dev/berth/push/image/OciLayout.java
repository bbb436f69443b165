package dev.berth.push.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.archive.ImageFiles;
import dev.berth.spi.BerthException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An OCI image layout (image specification, image-layout.md). */
final class OciLayout {
  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final String CONTAINERD_NAME = "io.containerd.image.name";

  private final ImageFiles files;
  private final ManifestReader reader;
  private final Document index;

  private OciLayout(ImageFiles files) {
    this.files = files;
    this.reader = new ManifestReader(new Blobs(files));
    checkVersion();
    this.index = document("index.json");
    if (!index.root().isObject() || !index.root().path("manifests").isArray()) {
      throw index.failure("names no manifests");
    }
    if (index.root().has("layers")) {
      throw index.failure("is an image index and an image manifest at once");
    }
  }

  /** The image of that tag, or the only one. */
  static ManifestNode open(ImageFiles files, Optional<String> tag, Optional<Platform> platform) {
    OciLayout layout = new OciLayout(files);
    Optional<Descriptor> entry = layout.select(tag);
    if (platform.isPresent()) {
      var choice = new PlatformChoice(files.name(), layout.reader, platform.get());
      return layout.reader.read(entry.map(choice::in).orElseGet(() -> choice.in(layout.index)));
    }
    return entry
        .map(layout.reader::read)
        .orElseGet(() -> layout.reader.index(layout.index, MediaTypes.OCI_INDEX));
  }

  private void checkVersion() {
    String version = document("oci-layout").text("imageLayoutVersion");
    if (!version.startsWith("1.")) {
      throw ImageFailure.of(
          files.name(),
          "is an OCI image layout of version " + ImageFailure.quote(version) + ", not 1.x");
    }
  }

  private Document document(String name) {
    Content content =
        files
            .find(name)
            .orElseThrow(
                () ->
                    ImageFailure.of(
                        files.name(),
                        "is not an OCI image layout: it has no file '" + name + "'",
                        "An archive of docker save is named docker-archive:FILE."));
    return Document.read(files.name(), name, content);
  }

  /** The chosen entry of the index; empty when the index itself is the image. */
  private Optional<Descriptor> select(Optional<String> tag) {
    List<JsonNode> entries = index.elements(index.root(), "manifests");
    List<JsonNode> matching =
        entries.stream().filter(entry -> tag.isEmpty() || matches(entry, tag.get())).toList();
    Set<Descriptor> distinct = new LinkedHashSet<>();
    matching.forEach(entry -> distinct.add(index.descriptor(entry)));
    if (distinct.size() == 1) {
      return Optional.of(distinct.iterator().next());
    }
    if (tag.isEmpty() && isOneImage(entries)) {
      return Optional.empty();
    }
    throw notOne(tag, distinct.size(), entries);
  }

  private BerthException notOne(Optional<String> tag, int count, List<JsonNode> entries) {
    String which = tag.map(text -> " " + ImageFailure.quote(text)).orElse("");
    List<String> names =
        entries.stream()
            .map(this::name)
            .filter(name -> !name.isEmpty())
            .map(ImageFailure::quote)
            .distinct()
            .limit(20)
            .toList();
    return ImageFailure.of(
        files.name(),
        count == 0 ? "has no image" + which : "has " + count + " images" + which,
        names.isEmpty() ? "None has a tag." : "Its tags are " + String.join(", ", names) + ".");
  }

  /** Whether the entries are one image's for several platforms. */
  private boolean isOneImage(List<JsonNode> entries) {
    Set<Platform> platforms = new HashSet<>();
    for (JsonNode entry : entries) {
      Optional<Platform> platform = ConfigDocument.platform(index, entry.path("platform"));
      boolean attestation = platform.map(each -> each.os().equals("unknown")).orElse(false);
      if (!name(entry).isEmpty()
          || platform.isEmpty()
          || !(attestation || platforms.add(platform.get()))) {
        return false;
      }
    }
    return !platforms.isEmpty();
  }

  private String name(JsonNode entry) {
    String tag = index.optionalText(entry.path("annotations"), REF_NAME);
    return tag.isEmpty() ? index.optionalText(entry.path("annotations"), CONTAINERD_NAME) : tag;
  }

  private boolean matches(JsonNode entry, String wanted) {
    List<String> names = new ArrayList<>();
    names.add(index.optionalText(entry.path("annotations"), REF_NAME));
    names.add(index.optionalText(entry.path("annotations"), CONTAINERD_NAME));
    return names.stream().anyMatch(name -> name.equals(wanted) || isSame(name, wanted));
  }

  private static boolean isSame(String name, String wanted) {
    // Without a slash or a colon it is a tag, which would be read as a repository.
    return wanted.matches(".*[:/].*") && ImageNames.isSame(name, wanted);
  }
}
