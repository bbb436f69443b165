package dev.berth.push.docker;

import dev.berth.push.image.ExportedImage;
import dev.berth.push.image.Platform;
import dev.berth.reference.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/** An image in an engine, exported as often as it is asked for. */
final class EngineExport implements ExportedImage {
  private final EngineEndpoint endpoint;
  private final Duration answerLimit;
  private final String name;
  private final Digest id;
  private final Platform platform;
  private final List<Digest> diffIds;

  EngineExport(
      EngineEndpoint endpoint,
      Duration answerLimit,
      String name,
      Digest id,
      Platform platform,
      List<Digest> diffIds) {
    this.endpoint = endpoint;
    this.answerLimit = answerLimit;
    this.name = name;
    this.id = id;
    this.platform = platform;
    this.diffIds = List.copyOf(diffIds);
  }

  @Override
  public Digest id() {
    return id;
  }

  @Override
  public Platform platform() {
    return platform;
  }

  @Override
  public List<Digest> diffIds() {
    return diffIds;
  }

  @Override
  public InputStream export() {
    EngineSession session = new EngineSession(endpoint, answerLimit);
    try {
      InputStream stream = session.export(name);
      return new FilterInputStream(stream) {
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          return in.read(bytes, offset, length);
        }

        @Override
        public void close() {
          // Closing the stream itself would read what is left of it.
          session.close();
        }
      };
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }
}
