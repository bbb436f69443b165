package dev.berth.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Reads JSON of files that others may have written. A document that is small in bytes can be large
 * in memory, so the number of its tokens is limited too, and Jackson limits its depth.
 */
public final class FileJson {
  private static final long MAX_TOKENS = 500_000;

  private FileJson() {}

  /** A builder of mappers with these limits. */
  public static JsonMapper.Builder builder() {
    return JsonMapper.builder(
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxTokenCount(MAX_TOKENS).build())
            .build());
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
