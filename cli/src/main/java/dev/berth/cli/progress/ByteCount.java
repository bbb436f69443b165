package dev.berth.cli.progress;

import java.util.Locale;

/** Numbers of bytes for people, in the units of IEC 80000-13. */
public final class ByteCount {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
  private static final double STEP = 1024;

  private ByteCount() {}

  /** The number in the unit that fits it, for instance {@code 12.3 MiB}. */
  public static String of(long bytes) {
    int unit = unit(bytes);
    return number(bytes, unit) + " " + UNITS[unit];
  }

  /** A part and the whole in the unit of the whole, for instance {@code 4.0/12.3 MiB}. */
  static String of(long part, long whole) {
    int unit = unit(whole);
    return number(part, unit) + "/" + number(whole, unit) + " " + UNITS[unit];
  }

  private static int unit(long bytes) {
    int unit = 0;
    for (double left = bytes; left >= STEP && unit < UNITS.length - 1; left /= STEP) {
      unit++;
    }
    return unit;
  }

  private static String number(long bytes, int unit) {
    return unit == 0
        ? Long.toString(bytes)
        : String.format(Locale.ROOT, "%.1f", bytes / Math.pow(STEP, unit));
  }
}
