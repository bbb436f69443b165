package dev.berth.flavor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.file.FileJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** The index of a jar's flavors, which lists them without loading a class. */
public final class FlavorIndex {
  /** The file in a jar: {@code {"flavors": [{"name", "flavorClass", "spi", "schema", …}]}}. */
  public static final String FILE = "META-INF/berth/flavors.json";

  private static final int MAX_SIZE = 1 << 20;

  private FlavorIndex() {}

  /** The name of the flavor with this class; empty when the jar has no valid index with it. */
  static Optional<String> name(Path jar, String flavorClass) {
    if (!Files.isRegularFile(jar)) {
      return Optional.empty();
    }
    try (var file = new JarFile(jar.toFile())) {
      ZipEntry entry = file.getEntry(FILE);
      if (entry == null) {
        return Optional.empty();
      }
      try (var in = file.getInputStream(entry)) {
        JsonNode index = FileJson.builder().build().readTree(in.readNBytes(MAX_SIZE));
        for (JsonNode flavor : index.path("flavors")) {
          if (flavor.path("flavorClass").asText().equals(flavorClass)
              && flavor.path("spi").asInt() == FlavorJar.SPI) {
            return Optional.of(flavor.path("name").asText());
          }
        }
      }
    } catch (IOException e) {
      // Then the flavor is loaded, which reports what is wrong.
    }
    return Optional.empty();
  }
}
