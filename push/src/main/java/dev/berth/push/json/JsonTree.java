package dev.berth.push.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Reads JSON as a tree, as an object mapper does, without the five hundred classes of one. The
 * parser limits the depth of the document.
 */
public final class JsonTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final boolean exact;
  private final boolean strict;

  /** A member is repeated with another value. */
  public static final class RepeatedMember extends JsonParseException {
    private static final long serialVersionUID = 1;

    RepeatedMember(JsonParser parser, String name) {
      super(parser, name);
    }
  }

  private JsonTree(boolean exact, boolean strict) {
    this.exact = exact;
    this.strict = strict;
  }

  /**
   * The next value of a parser; a missing node at the end of its input. Of members that are
   * repeated it has the last one.
   */
  public static JsonNode read(JsonParser parser) throws IOException {
    return new JsonTree(false, false).next(parser);
  }

  /** The same with numbers that are written as they were read. */
  public static JsonNode readExactly(JsonParser parser) throws IOException {
    return new JsonTree(true, false).next(parser);
  }

  /**
   * The same for JSON that other programs may read in another way: a member that is repeated with
   * another value is a {@link RepeatedMember}, since parsers differ in which of them they take.
   */
  public static JsonNode readStrictly(JsonParser parser) throws IOException {
    return new JsonTree(false, true).next(parser);
  }

  private JsonNode next(JsonParser parser) throws IOException {
    return parser.nextToken() == null ? MissingNode.getInstance() : value(parser);
  }

  private JsonNode value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      default -> atom(parser);
    };
  }

  private JsonNode object(JsonParser parser) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      JsonNode value = value(parser);
      JsonNode before = object.replace(name, value);
      if (strict && before != null && !before.equals(value)) {
        throw new RepeatedMember(parser, name);
      }
    }
    return object;
  }

  private JsonNode array(JsonParser parser) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  private JsonNode atom(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_NUMBER_FLOAT ->
          exact
              ? DecimalNode.valueOf(parser.getDecimalValue())
              : NODES.numberNode(parser.getDoubleValue());
      case VALUE_NUMBER_INT -> integer(parser);
      default -> throw new IllegalStateException("no value: " + parser.currentToken());
    };
  }

  private static JsonNode integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }
}
