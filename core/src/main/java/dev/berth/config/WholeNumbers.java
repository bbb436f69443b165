package dev.berth.config;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;

/** The whole numbers that a field can have, from the smallest to the largest. */
record WholeNumbers(long smallest, long largest) {
  private static final WholeNumbers BYTES = new WholeNumbers(Byte.MIN_VALUE, Byte.MAX_VALUE);
  private static final WholeNumbers SHORTS = new WholeNumbers(Short.MIN_VALUE, Short.MAX_VALUE);
  private static final WholeNumbers INTS = new WholeNumbers(Integer.MIN_VALUE, Integer.MAX_VALUE);
  private static final WholeNumbers LONGS = new WholeNumbers(Long.MIN_VALUE, Long.MAX_VALUE);

  private static final Map<Class<?>, WholeNumbers> OF_TYPES =
      Map.of(
          byte.class, BYTES,
          short.class, SHORTS,
          int.class, INTS,
          long.class, LONGS,
          Byte.class, BYTES,
          Short.class, SHORTS,
          Integer.class, INTS,
          Long.class, LONGS);

  /** Those of a type; empty if it is another one. */
  static Optional<WholeNumbers> of(Class<?> type) {
    return Optional.ofNullable(OF_TYPES.get(type));
  }

  /** Whether it is neither too small nor too large. */
  boolean contains(BigInteger number) {
    return number.compareTo(BigInteger.valueOf(smallest)) >= 0
        && number.compareTo(BigInteger.valueOf(largest)) <= 0;
  }

  @Override
  public String toString() {
    return smallest + " to " + largest;
  }
}
