package dev.berth.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The paths in the store of a source root. Those below the source root are stored relative to it,
 * so that a project can be moved, cloned and mounted elsewhere.
 *
 * @param root the source root; empty for the store of a user
 */
record PortablePaths(Optional<Path> root) {
  private static final String ROOT = "${sourceRoot}";

  /** The content to write. */
  JsonNode stored(JsonNode content) {
    return root.map(path -> replaced(content, path.toString(), ROOT)).orElse(content);
  }

  /** The content with absolute paths. */
  JsonNode resolved(JsonNode content) {
    return root.map(path -> rebased(replaced(content, ROOT, path.toString()), path))
        .orElse(content);
  }

  /** A store of an earlier version has absolute paths, which are wrong after the project moved. */
  private static JsonNode rebased(JsonNode content, Path root) {
    JsonNode rebased = content;
    for (JsonNode flavor : content.path("flavors")) {
      String stored = flavor.path("sourceRoot").asText("");
      if (isMissing(stored)) {
        rebased = replaced(rebased, stored, root.toString());
      }
    }
    return rebased;
  }

  private static boolean isMissing(String folder) {
    try {
      return Path.of(folder).isAbsolute() && Files.notExists(Path.of(folder));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Replaces the folder that paths begin with. */
  private static JsonNode replaced(JsonNode node, String folder, String by) {
    return mapped(
        node,
        text ->
            text.equals(folder) || text.startsWith(folder + "/")
                ? by + text.substring(folder.length())
                : text);
  }

  private static JsonNode mapped(JsonNode node, UnaryOperator<String> text) {
    if (node.isTextual()) {
      return TextNode.valueOf(text.apply(node.textValue()));
    }
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      node.forEach(each -> array.add(mapped(each, text)));
      return array;
    }
    if (node.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      node.properties().forEach(each -> object.set(each.getKey(), mapped(each.getValue(), text)));
      return object;
    }
    return node;
  }
}
