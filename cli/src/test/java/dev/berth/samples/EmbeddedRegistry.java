package dev.berth.samples;

import dev.berth.Registries;
import dev.berth.localregistry.LocalRegistry;
import java.nio.file.Path;
import java.util.Map;

final class EmbeddedRegistry {
  /** Pushes an image to a registry that runs in this JVM, and returns the image by its digest. */
  static String push(Registries registries, Path folder, String source) {
    try (var registry = LocalRegistry.start(folder, 0)) {
      registries.register("local", "default", Map.of("uri", registry.host()));
      return registries.push(registry.host() + "/team/app:1.0", source).reference().toString();
    }
  }
}
