package dev.berth.push.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.archive.ImageFailure;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.MediaTypes;
import dev.berth.push.image.Platform;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Finds the one image manifest for a platform in an image index. Indexes in it are descended into;
 * manifests for other platforms are not read, since their blobs may be missing.
 */
final class PlatformChoice {
  private static final int MAX_DEPTH = 8;
  private static final String ATTESTATION = "vnd.docker.reference.type";
  private final String source;
  private final ManifestReader reader;
  private final Platform wanted;
  private final TreeSet<String> seen = new TreeSet<>();
  private final Set<Descriptor> read = new HashSet<>();
  private final Map<Descriptor, Platform> fitting = new LinkedHashMap<>();

  PlatformChoice(String source, ManifestReader reader, Platform wanted) {
    this.source = source;
    this.reader = reader;
    this.wanted = wanted;
  }

  /** The manifest for the platform: the root itself, or a manifest below it. */
  Descriptor in(Descriptor root) {
    consider(root, Optional.empty(), Optional.empty(), 1);
    return chosen();
  }

  Descriptor in(Document index) {
    return among(index.elements(index.root(), "manifests"), index);
  }

  /** The manifest for the platform in some entries of an index. */
  Descriptor among(List<JsonNode> entries, Document index) {
    entries.forEach(entry -> consider(entry, index, Optional.empty(), 1));
    return chosen();
  }

  private Descriptor chosen() {
    List<Descriptor> candidates =
        fittingBy(wanted::isExactly)
            .or(() -> fittingBy(wanted::isUsually))
            .orElseGet(() -> List.copyOf(fitting.keySet()));
    if (candidates.size() == 1) {
      return candidates.get(0);
    }
    throw ImageFailure.of(
        source,
        (candidates.isEmpty() ? "has no image for " : "has several images for ") + wanted,
        hint(candidates));
  }

  private Optional<List<Descriptor>> fittingBy(Predicate<Platform> rule) {
    List<Descriptor> found =
        fitting.keySet().stream().filter(each -> rule.test(platform(each))).toList();
    return Optional.of(found).filter(list -> !list.isEmpty());
  }

  private String hint(List<Descriptor> candidates) {
    Set<Platform> platforms = new HashSet<>();
    candidates.forEach(each -> platforms.add(platform(each)));
    if (platforms.size() < candidates.size()) {
      List<String> digests = candidates.stream().map(each -> "@" + each.digest()).toList();
      return "Choose one by its digest, in the source: " + String.join(", ", digests) + ".";
    }
    return seen.isEmpty() ? "It names no platform." : "It has " + String.join(", ", seen) + ".";
  }

  private Platform platform(Descriptor candidate) {
    return fitting.getOrDefault(candidate, wanted);
  }

  private void consider(JsonNode entry, Document index, Optional<Platform> ofIndex, int depth) {
    if (index.optionalText(entry.path("annotations"), ATTESTATION).isEmpty()) {
      Optional<Platform> own = ConfigDocument.platform(index, entry.path("platform"));
      consider(index.descriptor(entry), own, ofIndex, depth + 1);
    }
  }

  private void consider(
      Descriptor descriptor, Optional<Platform> own, Optional<Platform> ofIndex, int depth) {
    if (depth > MAX_DEPTH) {
      throw ImageFailure.of(source, "has image indexes nested more than " + MAX_DEPTH + " deep");
    }
    boolean manifest = MediaTypes.isManifest(descriptor.mediaType());
    if (own.filter(platform -> manifest || !wanted.fits(platform)).isPresent()) {
      offer(descriptor, own.get());
    } else if (!ManifestType.isOpaque(descriptor.mediaType()) && read.add(descriptor)) {
      Document document = reader.document(descriptor);
      if (ManifestType.isIndex(document)) {
        document
            .elements(document.root(), "manifests")
            .forEach(entry -> consider(entry, document, own.or(() -> ofIndex), depth));
      } else {
        own.or(() -> inConfig(document, ofIndex)).ifPresent(known -> offer(descriptor, known));
      }
    }
  }

  /** The platform of an image; empty for a manifest of something else. */
  private Optional<Platform> inConfig(Document manifest, Optional<Platform> ofIndex) {
    return reader.config(manifest).flatMap(config -> config.platform().or(() -> ofIndex));
  }

  private void offer(Descriptor descriptor, Platform platform) {
    // Builders add entries without a platform to an image, for instance attestations.
    if (platform.isUnknown()) {
      return;
    }
    seen.add(ImageFailure.printable(platform.toString()));
    if (wanted.fits(platform)) {
      fitting.put(descriptor, platform);
    }
  }
}
