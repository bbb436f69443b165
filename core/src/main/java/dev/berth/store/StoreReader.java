package dev.berth.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the content of the store from its JSON. */
final class StoreReader {
  private StoreReader() {}

  /** What is wrong, and where. */
  static final class InvalidContent extends Exception {
    private static final long serialVersionUID = 1;

    InvalidContent(String message) {
      super(message);
    }
  }

  /** One object, read member by member. */
  private record Members(JsonNode object, String place) {
    static Members of(JsonNode object, String place, String... names) throws InvalidContent {
      if (!object.isObject()) {
        throw new InvalidContent(place + " is no object");
      }
      Set<String> known = Set.of(names);
      for (Map.Entry<String, JsonNode> each : object.properties()) {
        if (!known.contains(each.getKey())) {
          throw new InvalidContent(place + " has an unknown member '" + each.getKey() + "'");
        }
      }
      return new Members(object, place);
    }

    String text(String name) throws InvalidContent {
      JsonNode value = object.path(name);
      if (!value.isTextual()) {
        throw new InvalidContent("%s of %s is no text".formatted(name, place));
      }
      return value.textValue();
    }

    boolean flag(String name) throws InvalidContent {
      JsonNode value = object.path(name);
      if (!value.isBoolean()) {
        throw new InvalidContent("%s of %s is neither true nor false".formatted(name, place));
      }
      return value.booleanValue();
    }

    JsonNode list(String name) throws InvalidContent {
      JsonNode value = object.path(name);
      if (!value.isArray()) {
        throw new InvalidContent("%s of %s is no list".formatted(name, place));
      }
      return value;
    }

    List<String> texts(String name) throws InvalidContent {
      List<String> texts = new ArrayList<>();
      for (JsonNode each : list(name)) {
        if (!each.isTextual()) {
          throw new InvalidContent("%s of %s has a value that is no text".formatted(name, place));
        }
        texts.add(each.textValue());
      }
      return texts;
    }

    Map<String, Object> values(String name) throws InvalidContent {
      JsonNode value = object.path(name);
      if (!value.isObject()) {
        throw new InvalidContent("%s of %s is no object".formatted(name, place));
      }
      return map(value);
    }
  }

  /**
   * Reads a store of the present version.
   *
   * @param root its JSON, with absolute paths
   */
  static StoreContent read(JsonNode root) throws InvalidContent {
    Members all = Members.of(root, "it", "version", "flavors", "registries");
    List<CustomFlavor> flavors = new ArrayList<>();
    for (JsonNode each : all.list("flavors")) {
      flavors.add(flavor(each, "flavors[" + flavors.size() + "]"));
    }
    List<RegisteredRegistry> registries = new ArrayList<>();
    for (JsonNode each : all.list("registries")) {
      registries.add(registry(each, "registries[" + registries.size() + "]"));
    }
    return new StoreContent(root.path("version").intValue(), flavors, registries);
  }

  private static RegisteredRegistry registry(JsonNode json, String place) throws InvalidContent {
    Members registry = Members.of(json, place, "name", "flavor", "configuration");
    return new RegisteredRegistry(
        registry.text("name"), registry.text("flavor"), registry.values("configuration"));
  }

  /** A store of an earlier version lacks what is recorded of the code. */
  private static CustomFlavor flavor(JsonNode json, String place) throws InvalidContent {
    Members flavor =
        Members.of(
            json,
            place,
            "name",
            "flavorClass",
            "sourceRoot",
            "jars",
            "properties",
            "version",
            "code",
            "locked");
    Map<String, String> properties = new LinkedHashMap<>();
    if (json.has("properties")) {
      flavor.values("properties").forEach((name, type) -> properties.put(name, type.toString()));
    }
    boolean recorded = json.has("code");
    List<RecordedJar> code = new ArrayList<>();
    if (recorded) {
      for (JsonNode each : flavor.list("code")) {
        Members jar = Members.of(each, place + ".code", "path", "digest");
        code.add(new RecordedJar(jar.text("path"), jar.text("digest")));
      }
    }
    return new CustomFlavor(
        flavor.text("name"),
        flavor.text("flavorClass"),
        flavor.text("sourceRoot"),
        flavor.texts("jars"),
        properties,
        recorded ? flavor.text("version") : "",
        code,
        recorded && flavor.flag("locked"));
  }

  private static Map<String, Object> map(JsonNode object) throws InvalidContent {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      map.put(each.getKey(), plain(each.getValue()));
    }
    return map;
  }

  /** Text, booleans, numbers, lists and maps. */
  private static Object plain(JsonNode value) throws InvalidContent {
    if (value.isObject()) {
      return map(value);
    }
    if (value.isArray()) {
      List<Object> list = new ArrayList<>();
      for (JsonNode each : value) {
        list.add(plain(each));
      }
      return list;
    }
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isNull()) {
      throw new InvalidContent("a property is null");
    }
    return value.isBoolean() ? value.booleanValue() : value.numberValue();
  }
}
