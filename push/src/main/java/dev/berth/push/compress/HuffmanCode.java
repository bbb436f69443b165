package dev.berth.push.compress;

import java.util.Arrays;

/**
 * A prefix code for some symbols, the shorter the more frequent (RFC 1951, section 3.2.2). No code
 * is longer than the format allows.
 */
final class HuffmanCode {
  private static final int SYMBOL_BITS = 9;

  private final int symbols;
  private final int longest;

  /** How often each symbol is to be written. */
  final int[] frequencies;

  /** The length of each symbol's code in bits; 0 if it has none. */
  final int[] lengths;

  /** Each symbol's code, its first bit lowest. */
  final int[] codes;

  private final long[] sorted;
  private final long[] weights;
  private final int[] parents;

  HuffmanCode(int symbols, int longest) {
    this.symbols = symbols;
    this.longest = longest;
    this.frequencies = new int[symbols];
    this.lengths = new int[symbols];
    this.codes = new int[symbols];
    this.sorted = new long[symbols];
    this.weights = new long[2 * symbols];
    this.parents = new int[2 * symbols];
  }

  /** Creates the code for the frequencies; at least two symbols get one, as decoders expect. */
  void build() {
    for (int symbol = 0; used() < 2; symbol++) {
      frequencies[symbol] = Math.max(frequencies[symbol], 1);
    }
    Arrays.fill(lengths, 0);
    int count = 0;
    for (int symbol = 0; symbol < symbols; symbol++) {
      if (frequencies[symbol] > 0) {
        sorted[count++] = ((long) frequencies[symbol] << SYMBOL_BITS) | symbol;
      }
    }
    Arrays.sort(sorted, 0, count);
    measure(count);
    limit(count);
    assign();
  }

  private int used() {
    int used = 0;
    for (int frequency : frequencies) {
      used += frequency > 0 ? 1 : 0;
    }
    return used;
  }

  private int symbol(int rank) {
    return (int) sorted[rank] & ((1 << SYMBOL_BITS) - 1);
  }

  /**
   * Builds the Huffman tree with two queues: the sorted leaves, and the nodes in creation order.
   */
  private void measure(int count) {
    for (int i = 0; i < count; i++) {
      weights[i] = sorted[i] >>> SYMBOL_BITS;
    }
    int leaf = 0;
    int inner = count;
    int last = 2 * count - 1;
    for (int node = count; node < last; node++) {
      long weight = 0;
      for (int child = 0; child < 2; child++) {
        boolean fromLeaves = leaf < count && (inner >= node || weights[leaf] <= weights[inner]);
        int next = fromLeaves ? leaf++ : inner++;
        weight += weights[next];
        parents[next] = node;
      }
      weights[node] = weight;
    }
    // From the root down, the weights' places take the depths.
    weights[last - 1] = 0;
    for (int node = last - 2; node >= 0; node--) {
      weights[node] = weights[parents[node]] + 1;
    }
    for (int i = 0; i < count; i++) {
      lengths[symbol(i)] = (int) Math.min(weights[i], longest);
    }
  }

  /** Lengthens the codes of rare symbols until the code is valid (Kraft's inequality). */
  private void limit(int count) {
    long room = 1L << longest;
    for (int i = 0; i < count; i++) {
      room -= 1L << (longest - lengths[symbol(i)]);
    }
    for (int i = 0; room < 0; i = (i + 1) % count) {
      int symbol = symbol(i);
      if (lengths[symbol] < longest) {
        lengths[symbol]++;
        room += 1L << (longest - lengths[symbol]);
      }
    }
    for (int i = count - 1; i >= 0 && room > 0; i--) {
      int symbol = symbol(i);
      while (lengths[symbol] > 1 && 1L << (longest - lengths[symbol]) <= room) {
        room -= 1L << (longest - lengths[symbol]);
        lengths[symbol]--;
      }
    }
  }

  private void assign() {
    int code = 0;
    for (int length = 1; length <= longest; length++) {
      code <<= 1;
      for (int symbol = 0; symbol < symbols; symbol++) {
        if (lengths[symbol] == length) {
          codes[symbol] = Integer.reverse(code) >>> (32 - length);
          code++;
        }
      }
    }
  }

  /** How many bits the symbols take, as often as they are to be written. */
  long bits() {
    long bits = 0;
    for (int symbol = 0; symbol < symbols; symbol++) {
      bits += (long) frequencies[symbol] * lengths[symbol];
    }
    return bits;
  }
}
