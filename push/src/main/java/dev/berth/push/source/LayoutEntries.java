package dev.berth.push.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.archive.Content;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.ImageSelection;
import dev.berth.push.image.Platform;
import dev.berth.reference.Digest;
import dev.berth.spi.BerthException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The entries of a layout's index.json. Those that are no images do not count when one is chosen.
 *
 * @param location the layout, and which of its images is meant
 * @param index the index.json
 */
record LayoutEntries(ImageLocation location, Document index, ManifestReader reader) {
  private static final int MOST_LISTED = 20;
  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final String CONTAINERD_NAME = "io.containerd.image.name";

  /**
   * The chosen entry of the index; empty when the index itself is the image.
   *
   * @param platform chooses one of several entries of one name
   */
  Optional<Descriptor> select(Optional<PlatformChoice> platform) {
    ImageSelection wanted = location.selection();
    List<JsonNode> images = images();
    if (wanted.digest().isPresent()) {
      return Optional.of(withDigest(wanted.digest().get(), wanted.name()));
    }
    if (wanted.position().isPresent()) {
      return Optional.of(at(wanted.position().getAsInt()));
    }
    Set<Descriptor> distinct = named();
    if (distinct.size() == 1) {
      return Optional.of(distinct.iterator().next());
    }
    if (wanted.isEmpty() && isOneImage(images)) {
      return Optional.empty();
    }
    if (distinct.size() > 1 && wanted.name().isPresent() && platform.isPresent()) {
      return Optional.of(platform.get().among(namedEntries(), index));
    }
    throw notOne(distinct.size());
  }

  /** The entries of the name that is meant, or without a name all. */
  Set<Descriptor> named() {
    Set<Descriptor> distinct = new LinkedHashSet<>();
    namedEntries().forEach(entry -> distinct.add(index.descriptor(entry)));
    return distinct;
  }

  private List<JsonNode> namedEntries() {
    ImageSelection wanted = location.selection();
    return images().stream()
        .filter(entry -> wanted.isEmpty() || isNamed(entry, wanted.name().orElse("")))
        .toList();
  }

  private List<JsonNode> images() {
    return index.elements(index.root(), "manifests").stream()
        .filter(entry -> !ManifestType.isOpaque(index.descriptor(entry).mediaType()))
        .toList();
  }

  private Descriptor at(int position) {
    List<JsonNode> entries = index.elements(index.root(), "manifests");
    return entries.stream()
        .skip(position)
        .findFirst()
        .map(index::descriptor)
        .filter(entry -> !ManifestType.isOpaque(entry.mediaType()))
        .orElseThrow(() -> notOne(0));
  }

  /** An entry, or else any manifest of the layout. */
  private Descriptor withDigest(Digest digest, Optional<String> name) {
    List<Descriptor> entries =
        images().stream()
            .filter(each -> name.isEmpty() || isNamed(each, name.get()))
            .map(index::descriptor)
            .toList();
    return entries.stream()
        .filter(descriptor -> descriptor.digest().equals(digest))
        .findFirst()
        .or(() -> isBelow(digest, name, entries) ? blob(digest) : Optional.empty())
        .orElseThrow(() -> notOne(0));
  }

  /** Whether a named entry is an index that names the digest; without a name, anything may be. */
  private boolean isBelow(Digest digest, Optional<String> name, List<Descriptor> entries) {
    return name.isEmpty()
        || entries.stream()
            .map(entry -> reader.document(entry).root().toString())
            .anyMatch(text -> text.contains(digest.toString()));
  }

  private Optional<Descriptor> blob(Digest digest) {
    Optional<Content> content = reader.blobs().find(digest);
    return content.map(found -> new Descriptor("", digest, found.size()));
  }

  private BerthException notOne(int count) {
    String which = location.reference().map(text -> " " + ImageFailure.quote(text)).orElse("");
    List<String> choices = images().stream().map(this::choice).distinct().toList();
    return ImageFailure.of(
        index.source(),
        count == 0 ? "has no image" + which + otherType() : "has " + count + " images" + which,
        choices.isEmpty()
            ? "Its index.json names no image."
            : "Choose one of "
                + String.join(", ", choices.stream().limit(MOST_LISTED).toList())
                + (choices.size() > MOST_LISTED ? ", …" : "")
                + ".");
  }

  /** The media type of an entry of that name that is no image. */
  private String otherType() {
    return index.elements(index.root(), "manifests").stream()
        .filter(entry -> location.selection().name().filter(it -> isNamed(entry, it)).isPresent())
        .findFirst()
        .map(entry -> ": it is " + ImageFailure.quote(index.descriptor(entry).mediaType()))
        .orElse("");
  }

  /** The location that chooses an entry, with its platform. */
  private String choice(JsonNode entry) {
    String name = name(entry);
    boolean unique = images().stream().filter(each -> isNamed(each, name)).count() == 1;
    Descriptor descriptor = index.descriptor(entry);
    // After an @ in a name, a digest of an entry would be read.
    boolean usable = !name.isEmpty() && unique && !name.contains("@");
    String reference = usable ? name : "@" + descriptor.digest();
    String platform =
        ConfigDocument.platform(index, entry.path("platform"))
            .map(known -> " (" + known + ")")
            .orElse("");
    return ImageFailure.printable(location.choosing(reference) + platform);
  }

  /** Whether the entries are one image's for several platforms. */
  private boolean isOneImage(List<JsonNode> images) {
    Set<Platform> platforms = new HashSet<>();
    for (JsonNode entry : images) {
      Optional<Platform> platform = ConfigDocument.platform(index, entry.path("platform"));
      boolean attestation = platform.map(Platform::isUnknown).orElse(false);
      if (!name(entry).isEmpty()
          || platform.isEmpty()
          || !(attestation || platforms.add(platform.get()))) {
        return false;
      }
    }
    return !platforms.isEmpty();
  }

  private String name(JsonNode entry) {
    return names(entry).filter(name -> !name.isEmpty()).findFirst().orElse("");
  }

  private Stream<String> names(JsonNode entry) {
    return Stream.of(REF_NAME, CONTAINERD_NAME)
        .map(key -> index.optionalText(entry.path("annotations"), key));
  }

  private boolean isNamed(JsonNode entry, String wanted) {
    return names(entry).anyMatch(name -> name.equals(wanted) || isSame(name, wanted));
  }

  private static boolean isSame(String name, String wanted) {
    // Without a slash or a colon it is a tag, which would be read as a repository.
    return wanted.matches(".*[:/].*") && ImageNames.isSame(name, wanted);
  }
}
