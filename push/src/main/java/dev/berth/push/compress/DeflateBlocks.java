package dev.berth.push.compress;

import java.util.Arrays;

/**
 * Writes the literals and matches that were found in a stretch of bytes as one block of a deflate
 * stream (RFC 1951, section 3.2.7), or the uncompressed bytes if they are shorter.
 */
final class DeflateBlocks {
  /** How many matches a stretch may have. */
  static final int MOST_MATCHES = 32 * 1024;

  static final int LONGEST_MATCH = 258;

  private static final int END = 256;
  private static final int MOST_STORED = 65535;
  private static final int HEADER_BITS = 3 + 5 + 5 + 4;
  // The order in which the lengths of the codes for code lengths are written.
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int[] LENGTH_EXTRA = {
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
  };
  private static final int[] LENGTH_BASE = new int[29];
  private static final int[] DISTANCE_EXTRA = new int[30];
  private static final int[] DISTANCE_BASE = new int[30];
  private static final byte[] LENGTH_SYMBOL = new byte[LONGEST_MATCH + 1];
  // For distances up to 256, and for 128ths of those above.
  private static final byte[] DISTANCE_SYMBOL = new byte[512];

  static {
    int length = 3;
    for (int symbol = 0; symbol < 28; symbol++) {
      LENGTH_BASE[symbol] = length;
      for (int i = 0; i < 1 << LENGTH_EXTRA[symbol] && length <= LONGEST_MATCH; i++) {
        LENGTH_SYMBOL[length++] = (byte) symbol;
      }
    }
    LENGTH_BASE[28] = LONGEST_MATCH;
    LENGTH_SYMBOL[LONGEST_MATCH] = 28;
    int distance = 1;
    for (int symbol = 0; symbol < 30; symbol++) {
      DISTANCE_EXTRA[symbol] = Math.max(0, symbol / 2 - 1);
      DISTANCE_BASE[symbol] = distance;
      for (int i = 0; i < 1 << DISTANCE_EXTRA[symbol]; i++, distance++) {
        DISTANCE_SYMBOL[slot(distance)] = (byte) symbol;
      }
    }
  }

  private final int[] runs = new int[MOST_MATCHES + 1];
  private final int[] matches = new int[MOST_MATCHES + 1];
  private int count;

  private final HuffmanCode literals = new HuffmanCode(286, 15);
  private final HuffmanCode distances = new HuffmanCode(30, 15);
  private final HuffmanCode lengths = new HuffmanCode(19, 7);
  private final int[] literalCodes = new int[END];
  private final long[] lengthCodes = new long[LONGEST_MATCH + 1];
  private final int[] packed = new int[286 + 30];
  private int packedCount;

  private static int slot(int distance) {
    return distance <= 256 ? distance - 1 : 256 + ((distance - 1) >>> 7);
  }

  /** A match after some literals; a length of 0 for literals alone. */
  void add(int run, int length, int distance) {
    runs[count] = run;
    matches[count++] = (length << 16) | ((distance - 1) & 0xffff);
  }

  boolean isFull() {
    return count >= MOST_MATCHES;
  }

  /**
   * Writes a block with everything that was added, which stands for the bytes from {@code from} on.
   */
  void write(byte[] bytes, int from, int to, BitOutput out) {
    long extra = count(bytes, from);
    literals.build();
    distances.build();
    int header = pack();
    long bits = HEADER_BITS + header + literals.bits() + distances.bits() + extra;
    if (bits / 8 >= to - from) {
      store(bytes, from, to, out);
    } else {
      out.require(bits + 64);
      writeHeader(out);
      writeSymbols(bytes, from, out);
    }
    count = 0;
  }

  /** Counts the symbols, and returns the number of extra bits. */
  private long count(byte[] bytes, int from) {
    int[] symbols = literals.frequencies;
    Arrays.fill(symbols, 0);
    Arrays.fill(distances.frequencies, 0);
    symbols[END] = 1;
    long extra = 0;
    int position = from;
    for (int i = 0; i < count; i++) {
      int end = position + runs[i];
      while (position < end) {
        symbols[bytes[position++] & 0xff]++;
      }
      int length = matches[i] >>> 16;
      if (length > 0) {
        position += length;
        int lengthSymbol = LENGTH_SYMBOL[length];
        int distanceSymbol = DISTANCE_SYMBOL[slot((matches[i] & 0xffff) + 1)];
        symbols[END + 1 + lengthSymbol]++;
        distances.frequencies[distanceSymbol]++;
        extra += LENGTH_EXTRA[lengthSymbol] + DISTANCE_EXTRA[distanceSymbol];
      }
    }
    return extra;
  }

  /** Finds runs in the lengths of the codes, and returns how many bits they need. */
  private int pack() {
    packedCount = 0;
    Arrays.fill(lengths.frequencies, 0);
    pack(literals.lengths, literalCount());
    pack(distances.lengths, distanceCount());
    lengths.build();
    long bits = 3L * lengthCount() + lengths.bits();
    return (int) bits
        + 2 * lengths.frequencies[16]
        + 3 * lengths.frequencies[17]
        + 7 * lengths.frequencies[18];
  }

  private void pack(int[] codeLengths, int size) {
    for (int i = 0; i < size; ) {
      int length = codeLengths[i];
      int run = 1;
      while (i + run < size && codeLengths[i + run] == length) {
        run++;
      }
      i += run;
      if (length != 0) {
        put(length, 0);
        run--;
      }
      run = packRun(length, run);
      for (; run > 0; run--) {
        put(length, 0);
      }
    }
  }

  /** Writes as much of a run as repetitions can encode, and returns the rest. */
  private int packRun(int length, int run) {
    int left = run;
    while (left >= 3) {
      if (length != 0) {
        int some = Math.min(left, 6);
        put(16, some - 3);
        left -= some;
      } else if (left <= 10) {
        put(17, left - 3);
        left = 0;
      } else {
        int some = Math.min(left, 138);
        put(18, some - 11);
        left -= some;
      }
    }
    return left;
  }

  private void put(int symbol, int extra) {
    lengths.frequencies[symbol]++;
    packed[packedCount++] = (extra << 8) | symbol;
  }

  private int literalCount() {
    int size = 286;
    while (size > 257 && literals.lengths[size - 1] == 0) {
      size--;
    }
    return size;
  }

  private int distanceCount() {
    int size = 30;
    while (size > 1 && distances.lengths[size - 1] == 0) {
      size--;
    }
    return size;
  }

  private int lengthCount() {
    int size = ORDER.length;
    while (size > 4 && lengths.lengths[ORDER[size - 1]] == 0) {
      size--;
    }
    return size;
  }

  private void writeHeader(BitOutput out) {
    // Not the last block, dynamic codes.
    out.write(0b100, 3);
    out.write(literalCount() - 257, 5);
    out.write(distanceCount() - 1, 5);
    out.write(lengthCount() - 4, 4);
    for (int i = 0; i < lengthCount(); i++) {
      out.write(lengths.lengths[ORDER[i]], 3);
    }
    for (int i = 0; i < packedCount; i++) {
      int symbol = packed[i] & 0xff;
      out.write(lengths.codes[symbol], lengths.lengths[symbol]);
      if (symbol >= 16) {
        out.write(packed[i] >>> 8, symbol == 16 ? 2 : symbol == 17 ? 3 : 7);
      }
    }
  }

  private void writeSymbols(byte[] bytes, int from, BitOutput out) {
    prepareCodes();
    int position = from;
    for (int i = 0; i < count; i++) {
      int end = position + runs[i];
      out.write(bytes, position, end, literalCodes);
      int length = matches[i] >>> 16;
      position = end + length;
      if (length > 0) {
        int distance = (matches[i] & 0xffff) + 1;
        int far = DISTANCE_SYMBOL[slot(distance)];
        long beginning = lengthCodes[length];
        int size = (int) (beginning >>> 32);
        long rest =
            distances.codes[far]
                | ((long) (distance - DISTANCE_BASE[far]) << distances.lengths[far]);
        out.write(
            (beginning & 0xffffffffL) | (rest << size),
            size + distances.lengths[far] + DISTANCE_EXTRA[far]);
      }
    }
    out.write(literals.codes[END], literals.lengths[END]);
  }

  /**
   * The codes as they are looked up: with their lengths, and those of matches with their extra
   * bits.
   */
  private void prepareCodes() {
    for (int literal = 0; literal < END; literal++) {
      literalCodes[literal] = literals.codes[literal] | (literals.lengths[literal] << 16);
    }
    for (int length = 3; length <= LONGEST_MATCH; length++) {
      int symbol = LENGTH_SYMBOL[length];
      int code = END + 1 + symbol;
      long bits =
          literals.codes[code] | ((long) (length - LENGTH_BASE[symbol]) << literals.lengths[code]);
      lengthCodes[length] = bits | ((long) (literals.lengths[code] + LENGTH_EXTRA[symbol]) << 32);
    }
  }

  private static void store(byte[] bytes, int from, int to, BitOutput out) {
    for (int at = from; at < to; at += MOST_STORED) {
      int size = Math.min(MOST_STORED, to - at);
      out.require(64);
      out.write(0b000, 3);
      out.align();
      out.write(size | ((~size & 0xffffL) << 16), 32);
      out.align();
      out.write(bytes, at, size);
    }
  }
}
