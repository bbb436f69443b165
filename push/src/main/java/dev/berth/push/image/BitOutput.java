package dev.berth.push.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes bits into a block's output, the first one lowest (RFC 1951, section 3.1.1). */
final class BitOutput {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int SPARE = 64;

  private final Block block;
  private byte[] bytes;
  private int position;
  private long pending;
  private int count;

  BitOutput(Block block) {
    this.block = block;
    this.bytes = block.output;
  }

  /** Makes room for bits to come. */
  void require(long bits) {
    while (bytes.length - position < bits / 8 + SPARE) {
      block.growOutput();
      bytes = block.output;
    }
  }

  /** Writes up to 32 bits, for which there is room. */
  void write(int bits, int length) {
    pending |= (bits & 0xffffffffL) << count;
    count += length;
    if (count >= 32) {
      INTS.set(bytes, position, (int) pending);
      position += 4;
      pending >>>= 32;
      count -= 32;
    }
  }

  /** Ends the byte that is begun. */
  void align() {
    while (count > 0) {
      bytes[position++] = (byte) pending;
      pending >>>= 8;
      count -= 8;
    }
    pending = 0;
    count = 0;
  }

  /** Writes bytes, after {@link #align}. */
  void write(byte[] source, int offset, int length) {
    require(8L * length);
    System.arraycopy(source, offset, bytes, position, length);
    position += length;
  }

  /** How many whole bytes were written. */
  int length() {
    return position;
  }
}
