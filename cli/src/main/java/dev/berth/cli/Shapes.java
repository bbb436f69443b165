package dev.berth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.flavor.FlavorInfo;
import dev.berth.spi.StackComponentType;
import dev.berth.store.RegisteredRegistry;
import java.util.Locale;
import java.util.regex.Pattern;

/** The shapes of the data in results, on which scripts rely. */
final class Shapes {
  private static final Pattern SECRET =
      Pattern.compile(
          "password|passwd|passphrase|token|secret|apikey|accesskey|privatekey|credential");

  private Shapes() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ObjectNode registry(RegisteredRegistry registry) {
    return registry(registry.name(), registry.flavor(), registry.uri(), registry.configuration());
  }

  static ObjectNode registry(String name, String flavor, String uri, ObjectNode configuration) {
    ObjectNode shape = object().put("name", name).put("flavor", flavor).put("uri", uri);
    shape.set("configuration", masked(configuration));
    return shape;
  }

  static ObjectNode flavor(FlavorInfo flavor) {
    ObjectNode shape =
        object()
            .put("name", flavor.name())
            .put("type", StackComponentType.CONTAINER_REGISTRY.value())
            .put("custom", flavor.custom())
            .put("flavorClass", flavor.flavorClass())
            .put("status", flavor.problem().isEmpty() ? "ok" : "broken");
    flavor.problem().ifPresent(problem -> shape.put("problem", problem));
    return shape;
  }

  /** A value for people: text without its quotes. */
  static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }

  /** The configuration with what is a secret by its name, rather than names one, replaced. */
  private static ObjectNode masked(ObjectNode configuration) {
    ObjectNode masked = configuration.deepCopy();
    for (var property : configuration.properties()) {
      boolean named = property.getKey().equals("authenticationSecret");
      if (!named && SECRET.matcher(property.getKey().toLowerCase(Locale.ROOT)).find()) {
        masked.put(property.getKey(), "***");
      }
    }
    return masked;
  }
}
