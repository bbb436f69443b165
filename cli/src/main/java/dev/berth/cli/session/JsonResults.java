package dev.berth.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.berth.SecretInfo;
import dev.berth.config.PropertyNames;
import dev.berth.flavor.FlavorInfo;
import dev.berth.flavor.FlavorJar;
import dev.berth.spi.SecretReference;
import dev.berth.spi.StackComponentType;
import dev.berth.store.RegisteredRegistry;
import java.util.Map;
import java.util.regex.Pattern;

/** The results as JSON. Scripts rely on the field names. */
public final class JsonResults {
  // A password may have any character. A reference to a secret may be shown.
  private static final Pattern LOGIN = Pattern.compile("(?i)^([a-z][a-z0-9+.-]*://).*@");
  private static final Pattern REFERENCE = Pattern.compile("\\{\\{[^{}]*}}@");

  private JsonResults() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ObjectNode registry(RegisteredRegistry registry) {
    return registry(registry.name(), registry.flavor(), registry.uri(), registry.configuration());
  }

  public static ObjectNode registry(
      String name, String flavor, String uri, Map<String, Object> configuration) {
    ObjectNode shape = object().put("name", name).put("flavor", flavor).put("uri", uri);
    shape.set("configuration", masked(json(configuration)));
    return shape;
  }

  public static ObjectNode secret(SecretInfo secret) {
    ObjectNode shape = object().put("name", secret.name());
    secret.keys().forEach(shape.putArray("keys")::add);
    secret.usedBy().forEach(shape.putArray("usedBy")::add);
    return shape;
  }

  public static ObjectNode flavor(FlavorInfo flavor) {
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

  public static ObjectNode jar(FlavorJar jar) {
    ObjectNode shape = object().put("path", jar.path().toString());
    jar.flavorClasses().forEach(shape.putArray("flavorClasses")::add);
    jar.version().ifPresent(version -> shape.put("version", version));
    jar.spi().ifPresent(spi -> shape.put("spi", spi));
    jar.problem().ifPresent(problem -> shape.put("problem", problem));
    return shape;
  }

  /** Text, booleans, numbers, lists and maps as JSON. */
  public static ObjectNode json(Map<String, Object> values) {
    return new ObjectMapper().valueToTree(values);
  }

  /** A value as text without quotes. */
  public static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }

  /** Masks the values of all properties whose names suggest a secret, and the logins of URLs. */
  private static JsonNode masked(JsonNode value) {
    if (value.isTextual()) {
      return TextNode.valueOf(withoutLogin(value.textValue()));
    }
    if (value.isArray()) {
      ArrayNode masked = JsonNodeFactory.instance.arrayNode();
      value.forEach(each -> masked.add(masked(each)));
      return masked;
    }
    if (!value.isObject()) {
      return value;
    }
    ObjectNode masked = object();
    for (var property : value.properties()) {
      boolean secret = PropertyNames.isSecret(property.getKey());
      boolean reference = isReference(property.getValue());
      masked.set(
          property.getKey(),
          secret && !reference ? TextNode.valueOf("***") : masked(property.getValue()));
    }
    return masked;
  }

  /** A URL whose user name and password are masked; any other text as it is. */
  private static String withoutLogin(String text) {
    return REFERENCE.matcher(text).find() ? text : LOGIN.matcher(text).replaceFirst("$1***@");
  }

  /** Whether the value only names a secret. */
  private static boolean isReference(JsonNode value) {
    try {
      SecretReference.parse(value.asText());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
