package dev.berth.push.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.archive.ImageFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the one manifest for a platform in an image index, without reading the other ones. */
final class PlatformChoice {
  private static final int MAX_DEPTH = 8;

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
    consider(root, Optional.empty(), 1);
    return chosen();
  }

  Descriptor in(Document index) {
    considerAll(index, 1);
    return chosen();
  }

  private Descriptor chosen() {
    List<Descriptor> exact = new ArrayList<>();
    fitting.forEach(
        (descriptor, platform) -> {
          if (platform.variant().equals(wanted.variant())) {
            exact.add(descriptor);
          }
        });
    List<Descriptor> candidates = exact.isEmpty() ? List.copyOf(fitting.keySet()) : exact;
    if (candidates.size() == 1) {
      return candidates.get(0);
    }
    throw ImageFailure.of(
        source,
        (candidates.isEmpty() ? "has no image for " : "has several images for ") + wanted,
        seen.isEmpty() ? "It names no platform." : "It has " + String.join(", ", seen) + ".");
  }

  private void considerAll(Document index, int depth) {
    for (JsonNode entry : index.elements(index.root(), "manifests")) {
      Optional<Platform> platform = ConfigDocument.platform(index, entry.path("platform"));
      consider(index.descriptor(entry), platform, depth + 1);
    }
  }

  private void consider(Descriptor descriptor, Optional<Platform> named, int depth) {
    if (depth > MAX_DEPTH) {
      throw ImageFailure.of(source, "has image indexes nested more than " + MAX_DEPTH + " deep");
    }
    if (named.isPresent()) {
      offer(descriptor, named.get());
    } else if (read.add(descriptor)) {
      readPlatform(descriptor, depth);
    }
  }

  private void readPlatform(Descriptor descriptor, int depth) {
    Document document = reader.document(descriptor);
    if (ManifestReader.isIndex(document)) {
      considerAll(document, depth);
    } else {
      reader
          .config(document)
          .flatMap(ConfigDocument::platform)
          .ifPresent(platform -> offer(descriptor, platform));
    }
  }

  private void offer(Descriptor descriptor, Platform platform) {
    // Builders add entries without a platform to an image, for instance attestations.
    if (platform.os().equals("unknown")) {
      return;
    }
    seen.add(ImageFailure.printable(platform.toString()));
    if (wanted.fits(platform)) {
      fitting.put(descriptor, platform);
    }
  }
}
