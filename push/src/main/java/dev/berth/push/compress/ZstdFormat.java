package dev.berth.push.compress;

import com.github.luben.zstd.ZstdCompressCtx;

/** A zstd frame (RFC 8878) for each block; frames may follow each other in one stream. */
final class ZstdFormat implements BlockFormat {
  private static final int LEVEL = 2;

  @Override
  public BlockEncoder encoder() {
    return new Encoder();
  }

  @Override
  public byte[] header() {
    return new byte[0];
  }

  @Override
  public byte[] trailer(int crc, long size) {
    return new byte[0];
  }

  private static final class Encoder implements BlockEncoder {
    private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);

    @Override
    public void encode(Block block) {
      block.outputLength =
          context.compressByteArray(
              block.output, 0, block.output.length, block.input, 0, block.length);
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
