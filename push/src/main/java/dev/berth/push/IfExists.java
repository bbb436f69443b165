package dev.berth.push;

import java.util.Locale;

/** What a push does when its tag exists and names another image. */
public enum IfExists {
  /** The tag names the pushed image then. */
  REPLACE,
  /** The tag stays, and nothing is pushed. */
  SKIP,
  /** The push fails. */
  FAIL;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
