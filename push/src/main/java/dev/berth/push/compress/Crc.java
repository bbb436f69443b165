package dev.berth.push.compress;

/** The CRC-32 of two pieces from the CRC-32 of each, as zlib's {@code crc32_combine} has it. */
final class Crc {
  private static final int POLYNOMIAL = 0xedb88320;
  private static final int ONE = 1 << 31;
  private static final int X = 1 << 30;

  private Crc() {}

  /**
   * The CRC of the first piece and the second one after it.
   *
   * @param length the second piece's length in bytes
   */
  static int combine(int first, int second, long length) {
    return multiply(power(length), first) ^ second;
  }

  /** x to the power of 8 * length, modulo the polynomial. */
  private static int power(long length) {
    int result = ONE;
    int square = X;
    for (long bits = length * 8; bits > 0; bits >>= 1) {
      if ((bits & 1) == 1) {
        result = multiply(square, result);
      }
      square = multiply(square, square);
    }
    return result;
  }

  private static int multiply(int a, int b) {
    int product = 0;
    int shifted = b;
    for (int bit = ONE; bit != 0; bit >>>= 1) {
      if ((a & bit) != 0) {
        product ^= shifted;
      }
      shifted = (shifted & 1) != 0 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1;
    }
    return product;
  }
}
