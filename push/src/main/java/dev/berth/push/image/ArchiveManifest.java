package dev.berth.push.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.reference.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One image of the {@code manifest.json} that {@code docker save} writes (Docker image
 * specification 1.2, "Combined Image JSON + Filesystem Changeset Format").
 *
 * @param config the name of the configuration's entry
 * @param tags its names
 * @param layers the names of the layers' entries
 */
record ArchiveManifest(String config, List<String> tags, List<String> layers) {
  private static final Pattern HEX = Pattern.compile("(?:.*/|sha256:)?([0-9a-f]{64})(?:\\.json)?");

  /** All images of a manifest.json. */
  static List<ArchiveManifest> all(Document document) {
    if (!document.root().isArray()) {
      throw document.failure("is not an array");
    }
    List<ArchiveManifest> images = new ArrayList<>();
    for (JsonNode entry : document.root()) {
      String config = document.optionalText(entry, "Config");
      if (!entry.isObject() || config.isEmpty()) {
        throw document.failure("has an image without a Config");
      }
      images.add(
          new ArchiveManifest(
              config, document.texts(entry, "RepoTags"), document.texts(entry, "Layers")));
    }
    return images;
  }

  boolean isNamed(String reference) {
    return tags.stream().anyMatch(tag -> ImageNames.isSame(tag, reference));
  }

  /** The digest in the configuration's name, as Docker names it. */
  private Optional<String> configHex() {
    Matcher matcher = HEX.matcher(config);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The configuration, if it has the digest of its name. */
  ConfigDocument checked(Document document) {
    String hex = document.bytes().digest().hex();
    if (!configHex().orElse(hex).equals(hex)) {
      throw document.failure("does not have the digest of its name");
    }
    if (!document.root().isObject()) {
      throw document.failure("is not an image configuration");
    }
    return new ConfigDocument(document);
  }

  /** The digest in an entry's name. */
  static Optional<Digest> digestOfName(String name) {
    return name.matches("blobs/sha256/[0-9a-f]{64}")
        ? Optional.of(new Digest("sha256", name.substring("blobs/sha256/".length())))
        : Optional.empty();
  }
}
