package dev.berth.gcp.gar;

import dev.berth.testing.FlavorKit;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks a registry in a process whose own environment names the metadata server. */
final class MetadataProgram {
  private MetadataProgram() {}

  /** Arguments: a folder, then the registry's properties, names and values. */
  public static void main(String[] arguments) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (int i = 1; i < arguments.length; i += 2) {
      properties.put(arguments[i], arguments[i + 1]);
    }
    try (var kit = new FlavorKit(Path.of(arguments[0])).environment(System.getenv())) {
      kit.register("gcp", properties);
      kit.check().outcomes().forEach(System.out::println);
    }
  }
}
