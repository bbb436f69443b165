package dev.berth.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.push.json.JsonTree;
import java.io.IOException;

/**
 * Reads JSON of files that others may have written. A document that is small in bytes can be large
 * in memory, so the number of its tokens is limited too, and Jackson limits its depth.
 */
public final class FileJson {
  private static final long MAX_TOKENS = 500_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxTokenCount(MAX_TOKENS).build())
          .build();

  private FileJson() {}

  /** The first value of a document; a missing node for an empty one. */
  public static JsonNode read(byte[] document) throws IOException {
    try (JsonParser parser = FACTORY.createParser(document)) {
      return JsonTree.read(parser);
    }
  }

  /**
   * The only value of a document without repeated members; a missing node for an empty one.
   *
   * @throws JsonProcessingException also for a repeated member, and for a second value
   */
  public static JsonNode readStrictly(byte[] document) throws IOException {
    try (JsonParser parser = FACTORY.createParser(document)) {
      parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      JsonNode value = JsonTree.read(parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than one value");
      }
      return value;
    }
  }

  /** A builder of mappers with these limits. */
  public static JsonMapper.Builder builder() {
    return JsonMapper.builder(FACTORY.copy());
  }

  /** Where a document is wrong, for a message; not the parser's words, which can quote it. */
  public static String place(JsonProcessingException failure) {
    JsonLocation at = failure.getLocation();
    if (failure instanceof StreamConstraintsException) {
      return ", it is nested too deeply or too large";
    }
    return at == null || at.getLineNr() < 1
        ? ""
        : ", line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }
}
