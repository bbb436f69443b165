package dev.berth.push.docker;

import dev.berth.push.image.ExportedImage;
import dev.berth.push.image.Platform;
import dev.berth.reference.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/**
 * An image in an engine, which can be exported several times.
 *
 * @param endpoint the engine
 * @param timeout how long the engine may be silent
 * @param name the image's name in the engine, or its ID
 */
record EngineExport(
    EngineEndpoint endpoint,
    Duration timeout,
    String name,
    Digest id,
    Platform platform,
    List<Digest> diffIds)
    implements ExportedImage {
  @Override
  public InputStream export() {
    EngineSession engine = new EngineSession(endpoint, timeout);
    try {
      InputStream stream = engine.export(name);
      return new FilterInputStream(stream) {
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          return in.read(bytes, offset, length);
        }

        @Override
        public void close() {
          // Closing the stream itself would read the rest of it.
          engine.close();
        }
      };
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }
}
