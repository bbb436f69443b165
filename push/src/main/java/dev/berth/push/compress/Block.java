package dev.berth.push.compress;

import java.util.Arrays;

/** A part of a layer, with space for its compressed form. Blocks are reused. */
final class Block {
  // The two arrays stay below 1 MiB each: one region each of a small G1 heap, not two.
  static final int SIZE = 960 * 1024;
  static final int HISTORY = 32 * 1024;
  private static final int MOST_OUTPUT = 1024 * 1024 - 64;

  final byte[] input = new byte[SIZE];
  final byte[] history = new byte[HISTORY];
  int length;
  int historyLength;
  byte[] output = new byte[MOST_OUTPUT];
  int outputLength;
  int crc;
  private volatile boolean abandoned;

  void begin(int newLength) {
    length = newLength;
    historyLength = 0;
    outputLength = 0;
    crc = 0;
    abandoned = false;
  }

  /** Copies this block's end, which the next block may refer to. */
  void copyHistory(byte[] to) {
    System.arraycopy(input, length - HISTORY, to, 0, HISTORY);
  }

  void growOutput() {
    output = Arrays.copyOf(output, output.length + SIZE);
  }

  /** Reports that the result is not needed any more. */
  void abandon() {
    abandoned = true;
  }

  boolean isAbandoned() {
    return abandoned;
  }
}
