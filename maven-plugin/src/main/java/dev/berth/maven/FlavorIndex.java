package dev.berth.maven;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.config.ConfigSchema;
import dev.berth.flavor.FlavorJar;
import dev.berth.flavor.LoadedFlavor;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The index of a jar's flavors, a JSON object: {@code {"flavors": [{"name", "flavorClass", "spi",
 * "description", "schema"}]}}. The schema is the JSON Schema of the properties, and the description
 * may be missing.
 */
final class FlavorIndex {
  /** Where the index is in the jar. */
  static final String ENTRY = dev.berth.flavor.FlavorIndex.FILE;

  private FlavorIndex() {}

  /** The same text for the same classes, on every machine. */
  static String text(List<LoadedFlavor> flavors) {
    var printer =
        new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return new ObjectMapper()
              .writer(printer)
              .writeValueAsString(Map.of("flavors", flavors.stream().map(FlavorIndex::of).toList()))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> of(LoadedFlavor flavor) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", flavor.name());
    entry.put("flavorClass", flavor.flavorClass().getName());
    entry.put("spi", FlavorJar.SPI);
    Optional.ofNullable(flavor.flavorClass().getAnnotation(JsonClassDescription.class))
        .ifPresent(it -> entry.put("description", it.value()));
    entry.put(
        "schema",
        flavor.call(LoadedFlavor.CONFIGURATION, () -> ConfigSchema.of(flavor.configClass())));
    return entry;
  }
}
