package dev.berth.push.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.image.Layer;
import dev.berth.push.image.MediaTypes;
import dev.berth.reference.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One image of the {@code manifest.json} that {@code docker save} writes (Docker image
 * specification 1.2, "Combined Image JSON + Filesystem Changeset Format").
 *
 * @param config the name of the configuration's entry
 * @param tags its names
 * @param layers the names of the layers' entries
 * @param references the layers that are not to be distributed, by their diff IDs
 */
record ArchiveManifest(
    String config,
    List<String> tags,
    List<String> layers,
    Map<Digest, Layer.Reference> references) {
  private static final Pattern HEX = Pattern.compile("(?:.*/|sha256:)?([0-9a-f]{64})(?:\\.json)?");

  /** All images of a manifest.json, in its order. */
  static List<ArchiveManifest> all(Document document) {
    if (!document.root().isArray()) {
      throw document.failure("is not an array");
    }
    List<ArchiveManifest> images = new ArrayList<>();
    for (JsonNode entry : document.root()) {
      images.add(of(document, entry));
    }
    return images;
  }

  /** The images, each once with all of its names. */
  static List<ArchiveManifest> distinct(List<ArchiveManifest> images) {
    Map<List<Object>, ArchiveManifest> distinct = new LinkedHashMap<>();
    for (ArchiveManifest image : images) {
      distinct.merge(List.of(image.config, image.layers), image, ArchiveManifest::withTagsOf);
    }
    return List.copyOf(distinct.values());
  }

  private static ArchiveManifest of(Document document, JsonNode entry) {
    String config = document.optionalText(entry, "Config");
    if (!entry.isObject() || config.isEmpty()) {
      throw document.failure("has an image without a Config");
    }
    Map<Digest, Layer.Reference> references = new HashMap<>();
    // Docker lists all layers since version 25.
    for (var source : entry.path("LayerSources").properties()) {
      if (MediaTypes.isNondistributable(document.optionalText(source.getValue(), "mediaType"))) {
        references.put(document.digest(source.getKey()), reference(document, source.getValue()));
      }
    }
    return new ArchiveManifest(
        config, document.texts(entry, "RepoTags"), document.texts(entry, "Layers"), references);
  }

  private static Layer.Reference reference(Document document, JsonNode source) {
    return new Layer.Reference(document.descriptor(source), document.texts(source, "urls"));
  }

  private ArchiveManifest withTagsOf(ArchiveManifest same) {
    return new ArchiveManifest(
        config,
        Stream.concat(tags.stream(), same.tags.stream()).distinct().toList(),
        layers,
        references);
  }

  boolean isNamed(String reference) {
    return tags.stream().anyMatch(tag -> ImageNames.isSame(tag, reference));
  }

  boolean hasConfig(Digest digest) {
    return configHex().equals(Optional.of(digest.hex()));
  }

  /** The digest in the configuration's name, as Docker names it. */
  Optional<String> configHex() {
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
