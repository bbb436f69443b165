package dev.berth.push.compress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One gzip member (RFC 1952) of blocks that end at a byte, as pigz writes it. */
final class GzipFormat implements BlockFormat {
  @Override
  public BlockEncoder encoder() {
    return new DeflateEncoder();
  }

  @Override
  public byte[] header() {
    // Deflate, no flags, no time, no extra flags, an unknown system: nothing of this machine.
    return new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};
  }

  @Override
  public byte[] trailer(int crc, long size) {
    // An empty last block of fixed codes ends the deflate stream.
    return ByteBuffer.allocate(10)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 3)
        .put((byte) 0)
        .putInt(crc)
        .putInt((int) size)
        .array();
  }
}
