package dev.berth.azure.acr;

import com.azure.core.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads answers, which come from outside and may have no end. */
final class Bodies {
  private static final int LIMIT = 1 << 20;

  private Bodies() {}

  /** The body; what is beyond 1 MiB of it is left out. */
  static String text(HttpResponse response) {
    try (InputStream in = response.getBodyAsBinaryData().toStream()) {
      return new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
