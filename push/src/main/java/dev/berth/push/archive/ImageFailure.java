package dev.berth.push.archive;

import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Failures of an image in a file, with the file's name. */
public final class ImageFailure {
  private static final int MAX_QUOTED = 200;

  private ImageFailure() {}

  public static BerthException of(String source, String what, String... hints) {
    return new BerthException(ErrorCode.IMAGE, message(source, what), hints);
  }

  public static BerthException of(String source, String what, @Nullable Throwable cause) {
    return new BerthException(ErrorCode.IMAGE, message(source, what), cause);
  }

  /** The same failure with a hint. */
  public static BerthException of(BerthException failure, String hint) {
    return new BerthException(failure.code(), String.valueOf(failure.getMessage()), failure, hint);
  }

  static BerthException changed(String source) {
    return of(source, "changed while it was read");
  }

  private static String message(String source, String what) {
    return source + ": " + what;
  }

  /** Text of a file, fit for a message. */
  public static String quote(String text) {
    return "'" + printable(text) + "'";
  }

  /** Text of a file without control characters, and not too long. */
  public static String printable(String text) {
    String cut = text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "…" : text;
    return cut.replaceAll("\\p{C}", "?");
  }
}
