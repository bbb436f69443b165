package dev.berth.push.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Reads JSON from outside. A document that is small in bytes can be large in memory, so the number
 * of its tokens is limited too, and Jackson limits its depth.
 */
public final class BoundedJson {
  /** More than any index, manifest or token has. */
  private static final long MAX_TOKENS = 300_000;

  /** The mapper; not to be configured. */
  public static final JsonMapper MAPPER = builder().build();

  private BoundedJson() {}

  /** A builder of mappers with these limits. */
  public static JsonMapper.Builder builder() {
    return JsonMapper.builder(
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxTokenCount(MAX_TOKENS).build())
            .build());
  }
}
