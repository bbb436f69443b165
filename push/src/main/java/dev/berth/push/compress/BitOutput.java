package dev.berth.push.compress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes bits into a block's output, the first one lowest (RFC 1951, section 3.1.1). */
final class BitOutput {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
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

  /** Ensures space for the next bits. */
  void require(long bits) {
    while (bytes.length - position < bits / 8 + SPARE) {
      block.growOutput();
      bytes = block.output;
    }
  }

  /** Writes up to 56 bits; the caller has ensured space. */
  void write(long bits, int length) {
    pending |= bits << count;
    count += length;
    // Writes all bits; only whole bytes stay.
    LONGS.set(bytes, position, pending);
    position += count >>> 3;
    pending >>>= count & 0x38;
    count &= 7;
  }

  /**
   * Writes the codes of bytes; the caller has ensured space.
   *
   * @param codes for each byte the code, at most 15 bits, and from bit 16 on its length
   */
  void write(byte[] source, int from, int to, int[] codes) {
    // In local variables, which a loop can keep in registers.
    byte[] target = bytes;
    int at = position;
    long held = pending;
    int size = count;
    int i = from;
    for (; i < to - 2; i += 3) {
      int first = codes[source[i] & 0xff];
      int second = codes[source[i + 1] & 0xff];
      int third = codes[source[i + 2] & 0xff];
      held |= (long) (first & 0xffff) << size;
      size += first >>> 16;
      held |= (long) (second & 0xffff) << size;
      size += second >>> 16;
      held |= (long) (third & 0xffff) << size;
      size += third >>> 16;
      LONGS.set(target, at, held);
      at += size >>> 3;
      held >>>= size & 0x38;
      size &= 7;
    }
    position = at;
    pending = held;
    count = size;
    for (; i < to; i++) {
      int code = codes[source[i] & 0xff];
      write(code & 0xffff, code >>> 16);
    }
  }

  /** Ends the byte that is begun. */
  void align() {
    if (count > 0) {
      bytes[position++] = (byte) pending;
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

  /** The number of whole bytes written. */
  int length() {
    return position;
  }
}
