package dev.berth.azure.acr;

import com.azure.core.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads the bodies of responses, which may be endless. */
final class Bodies {
  private static final int LIMIT = 1 << 20;

  private Bodies() {}

  /** The first 1 MiB of the body. */
  static String text(HttpResponse response) {
    return text(response, LIMIT);
  }

  /** The first bytes of the body, at most so many. */
  static String text(HttpResponse response, int limit) {
    try (InputStream in = response.getBodyAsBinaryData().toStream()) {
      return new String(in.readNBytes(limit), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
