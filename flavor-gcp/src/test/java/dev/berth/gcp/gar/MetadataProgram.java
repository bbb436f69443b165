package dev.berth.gcp.gar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.berth.BerthHome;
import dev.berth.Registries;
import dev.berth.push.PushListener;
import dev.berth.push.distribution.HttpRegistryAccess;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Checks a registry in a process whose own environment names the metadata server. */
final class MetadataProgram {
  private MetadataProgram() {}

  /** Arguments: a folder, then the registry's properties, names and values. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    var properties = new LinkedHashMap<String, JsonNode>();
    for (int i = 1; i < arguments.length; i += 2) {
      properties.put(arguments[i], TextNode.valueOf(arguments[i + 1]));
    }
    try (var registries =
        new Registries(
            BerthHome.find(folder, Map.of(), folder, folder, Optional.empty()),
            System.getenv(),
            HttpRegistryAccess::new)) {
      registries.register("gar", "gcp", properties);
      registries
          .check("gar", Optional.empty(), PushListener.NONE)
          .findings()
          .forEach(System.out::println);
    }
  }
}
