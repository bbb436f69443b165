package dev.berth.push.image;

import dev.berth.push.archive.Content;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Bytes in memory. */
public final class MemoryContent implements Content {
  private final ManifestBytes bytes;
  private final long size;

  public MemoryContent(ManifestBytes bytes) {
    this.bytes = bytes;
    this.size = bytes.bytes().length;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes.bytes());
  }
}
