package dev.berth.push.source;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.push.json.BoundedJson;
import dev.berth.push.json.JsonTree;
import java.io.IOException;

/**
 * Reads JSON that other programs may read in another way: a member that is repeated with another
 * value is a failure, since parsers differ in which of them they take.
 */
final class StrictJson {
  /** A member is repeated with another value. */
  static final class RepeatedMember extends JsonParseException {
    private static final long serialVersionUID = 1;

    RepeatedMember(JsonParser parser, String name) {
      super(parser, name);
    }
  }

  private StrictJson() {}

  /** The one value in the bytes; a missing node when there is none. */
  static JsonNode read(byte[] bytes) throws IOException {
    try (JsonParser parser = BoundedJson.parser(bytes)) {
      if (parser.nextToken() == null) {
        return MissingNode.getInstance();
      }
      JsonNode value = value(parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than one value");
      }
      return value;
    }
  }

  private static JsonNode value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      default -> JsonTree.scalar(parser);
    };
  }

  private static JsonNode object(JsonParser parser) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      JsonNode value = value(parser);
      JsonNode before = object.replace(name, value);
      if (before != null && !before.equals(value)) {
        throw new RepeatedMember(parser, name);
      }
    }
    return object;
  }

  private static JsonNode array(JsonParser parser) throws IOException {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }
}
