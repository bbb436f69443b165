package dev.berth.push;

import java.util.concurrent.TimeUnit;

/** Limits how many bytes all uploads together send in a second. Safe for use by several threads. */
public final class RateLimit {
  /** No limit. */
  public static final RateLimit NONE = new RateLimit(0);

  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int PARTS_OF_A_SECOND = 10;
  private static final long MAX_SLICE = 64 * 1024;

  private final long bytesPerSecond;
  // The next bytes may be sent at this value of System.nanoTime().
  private long free = System.nanoTime();

  private RateLimit(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * A limit.
   *
   * @param bytesPerSecond at least 1
   */
  public static RateLimit of(long bytesPerSecond) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException("a limit is at least one byte per second");
    }
    return new RateLimit(bytesPerSecond);
  }

  /** Whether there is a limit. */
  public boolean isSet() {
    return bytesPerSecond > 0;
  }

  /** How many of these bytes to send before the next pause. */
  public int slice(int bytes) {
    long slice = Math.max(1, Math.min(MAX_SLICE, bytesPerSecond / PARTS_OF_A_SECOND));
    return isSet() ? (int) Math.min(slice, bytes) : bytes;
  }

  /** Takes the time that these bytes need, and returns how many nanoseconds to wait for it. */
  public synchronized long take(int bytes) {
    if (!isSet()) {
      return 0;
    }
    long now = System.nanoTime();
    long start = free - now > 0 ? free : now;
    free = start + bytes * NANOS / bytesPerSecond;
    return start - now;
  }
}
