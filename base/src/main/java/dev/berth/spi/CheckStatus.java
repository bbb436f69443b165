package dev.berth.spi;

import java.util.Locale;

/** How a check came out, from what needs no attention to what needs the most. */
public enum CheckStatus {
  /** The prerequisite is met. */
  PASS,
  /** It could not be looked at: not allowed, not answered. A push may well succeed. */
  UNKNOWN,
  /** A push will succeed, but not as one may expect. */
  WARN,
  /** A push cannot succeed. */
  FAIL;

  /** The status's name in results, for instance {@code pass}. */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }
}
