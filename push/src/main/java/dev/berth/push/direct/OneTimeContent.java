package dev.berth.push.direct;

import dev.berth.push.archive.Content;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.InputStream;

/** Content of a stream, which can be read once. */
final class OneTimeContent implements Content {
  private final InputStream bytes;
  private final long size;
  private boolean opened;

  OneTimeContent(InputStream bytes, long size) {
    this.bytes = bytes;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open() {
    if (opened) {
      throw new BerthException(
          ErrorCode.TRANSIENT, "the layer must be sent again, but its stream was read already");
    }
    opened = true;
    return bytes;
  }
}
