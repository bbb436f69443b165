package dev.berth.push.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Reads JSON from outside. A document that is small in bytes can be large in memory, so the number
 * of its tokens is limited too, and Jackson limits its depth.
 */
public final class BoundedJson {
  /** More than any index, manifest or token has. */
  private static final long MAX_TOKENS = 300_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxTokenCount(MAX_TOKENS).build())
          .build();

  /** Created when it is first used, since a push that has nothing to do needs none. */
  private static final class Mapper {
    static final JsonMapper INSTANCE = builder().build();
  }

  private BoundedJson() {}

  /** The first value of a document; a missing node for an empty one. */
  public static JsonNode read(byte[] document) throws IOException {
    try (JsonParser parser = parser(document)) {
      return JsonTree.read(parser);
    }
  }

  /**
   * The only value of a document; a missing node for an empty one.
   *
   * @throws JsonTree.RepeatedMember for a member that is repeated with another value
   * @throws JsonParseException also for a second value
   */
  public static JsonNode readStrictly(byte[] document) throws IOException {
    try (JsonParser parser = parser(document)) {
      JsonNode value = JsonTree.readStrictly(parser);
      if (!value.isMissingNode() && parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than one value");
      }
      return value;
    }
  }

  /** A parser with these limits, which the caller closes. */
  public static JsonParser parser(byte[] document) throws IOException {
    return FACTORY.createParser(document);
  }

  /** The mapper; not to be configured. */
  public static JsonMapper mapper() {
    return Mapper.INSTANCE;
  }

  /** A builder of mappers with these limits. */
  public static JsonMapper.Builder builder() {
    return JsonMapper.builder(FACTORY.copy());
  }
}
