package dev.berth.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A registered registry: a flavor and a configuration under a name.
 *
 * @param name its name
 * @param flavor the name of its flavor
 * @param configuration the properties that were given for it; they were valid when they were stored
 */
public record RegisteredRegistry(String name, String flavor, ObjectNode configuration) {
  /** Where the registry is, {@code host[:port][/path]}. */
  public String uri() {
    return configuration.path("uri").asText();
  }

  /** The properties by their names. */
  public Map<String, JsonNode> properties() {
    var properties = new LinkedHashMap<String, JsonNode>();
    configuration.properties().forEach(each -> properties.put(each.getKey(), each.getValue()));
    return properties;
  }
}
