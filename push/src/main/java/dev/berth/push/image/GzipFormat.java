package dev.berth.push.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** One gzip member (RFC 1952) of blocks that end at a byte, as pigz writes it. */
final class GzipFormat implements BlockFormat {
  // Twice as fast as the default level, for some percent more bytes.
  private static final int LEVEL = 2;

  @Override
  public BlockEncoder encoder() {
    return new Encoder();
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

  private static final class Encoder implements BlockEncoder {
    private final Deflater deflater = new Deflater(LEVEL, true);

    @Override
    public void encode(Block block) {
      CRC32 crc = new CRC32();
      crc.update(block.input, 0, block.length);
      block.crc = (int) crc.getValue();
      deflater.reset();
      if (block.historyLength > 0) {
        deflater.setDictionary(block.history, 0, block.historyLength);
      }
      deflater.setInput(block.input, 0, block.length);
      drain(block);
    }

    private void drain(Block block) {
      int length = 0;
      while (true) {
        int room = block.output.length - length;
        length += deflater.deflate(block.output, length, room, Deflater.SYNC_FLUSH);
        if (length < block.output.length) {
          block.outputLength = length;
          return;
        }
        block.growOutput();
      }
    }

    @Override
    public void close() {
      deflater.end();
    }
  }
}
