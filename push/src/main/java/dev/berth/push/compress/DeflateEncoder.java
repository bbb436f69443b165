package dev.berth.push.compress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Deflates blocks (RFC 1951). See "docs/decisions/0009-own-deflate.md". */
final class DeflateEncoder implements BlockEncoder {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int REACH = 32 * 1024;
  private static final int NOWHERE = -REACH - 1;
  private static final int SHORT_BITS = 15;
  private static final int LONG_BITS = 16;
  private static final int STRETCH = 64 * 1024;
  // So many bytes before the end no match begins, so that whole words can be read.
  private static final int TAIL = 12;
  // After so many bytes without a match, as a power of two, every second place is passed over.
  private static final int PATIENCE = 5;

  private final byte[] window = new byte[Block.HISTORY + Block.SIZE + Long.BYTES];
  private final int[] shorts = new int[1 << SHORT_BITS];
  private final int[] longs = new int[1 << LONG_BITS];
  private final DeflateBlocks found = new DeflateBlocks();

  @Override
  public void encode(Block block) {
    CRC32 crc = new CRC32();
    crc.update(block.input, 0, block.length);
    block.crc = (int) crc.getValue();
    int start = block.historyLength;
    System.arraycopy(block.history, 0, window, 0, start);
    System.arraycopy(block.input, 0, window, start, block.length);
    remember(start);
    BitOutput out = new BitOutput(block);
    deflate(start, start + block.length, out);
    // An empty stored block ends at a byte.
    out.require(64);
    out.write(0, 3);
    out.align();
    out.write(0xffff0000L, 32);
    out.align();
    block.outputLength = out.length();
  }

  private void remember(int end) {
    Arrays.fill(shorts, NOWHERE);
    Arrays.fill(longs, NOWHERE);
    for (int i = 0; i < end - Long.BYTES; i += 2) {
      insert(i);
    }
  }

  private void insert(int position) {
    long here = word(position);
    shorts[shortHash(here)] = position;
    longs[longHash(here)] = position;
  }

  private long word(int position) {
    return (long) LONGS.get(window, position);
  }

  private static int shortHash(long word) {
    return ((int) word * 0x9e3779b1) >>> (32 - SHORT_BITS);
  }

  private static int longHash(long word) {
    return (int) (((word << 8) * 0xcf1bbcdcbfa56300L) >>> (64 - LONG_BITS));
  }

  private boolean begins(int candidate, int position, int bytes) {
    return position - candidate <= REACH && (int) INTS.get(window, candidate) == bytes;
  }

  private void deflate(int start, int end, BitOutput out) {
    int stretch = start;
    int done = start;
    int i = start;
    while (i < end - TAIL) {
      long here = word(i);
      int shortAt = shortHash(here);
      int longAt = longHash(here);
      int near = shorts[shortAt];
      int far = longs[longAt];
      shorts[shortAt] = i;
      longs[longAt] = i;
      int match;
      if (begins(far, i, (int) here)) {
        match = far;
      } else if (begins(near, i, (int) here)) {
        match = near;
      } else {
        i += 1 + ((i - done) >>> PATIENCE);
        if (i - stretch >= STRETCH && i < end - TAIL) {
          found.add(i - done, 0, 1);
          found.write(window, stretch, i, out);
          stretch = i;
          done = i;
        }
        continue;
      }
      int length = length(match, i, end);
      int distance = i - match;
      while (i > done
          && match > 0
          && window[match - 1] == window[i - 1]
          && length < DeflateBlocks.LONGEST_MATCH) {
        i--;
        match--;
        length++;
      }
      found.add(i - done, length, distance);
      int last = Math.min(i + length, end - TAIL);
      for (int inside = i + 2; inside < last - 2; inside += 5) {
        longs[longHash(word(inside))] = inside;
      }
      i += length;
      done = i;
      if (i < end - TAIL) {
        insert(i - 2);
      }
      if (i - stretch >= STRETCH || found.isFull()) {
        found.write(window, stretch, i, out);
        stretch = i;
      }
    }
    found.add(end - done, 0, 1);
    found.write(window, stretch, end, out);
  }

  /** How long the bytes at two places are the same, of which the first four are known to be. */
  private int length(int match, int position, int end) {
    int most = Math.min(end - position, DeflateBlocks.LONGEST_MATCH);
    int length = 4;
    while (length + Long.BYTES <= most) {
      long difference = word(match + length) ^ word(position + length);
      if (difference != 0) {
        return length + (Long.numberOfTrailingZeros(difference) >>> 3);
      }
      length += Long.BYTES;
    }
    while (length < most && window[match + length] == window[position + length]) {
      length++;
    }
    return length;
  }

  @Override
  public void close() {}
}
