package dev.berth.reference;

/**
 * Text from registries, files and other programs, made safe for a message.
 *
 * <p>Source: Unicode Standard Annex #9, "Unicode Bidirectional Algorithm", for the characters that
 * reorder the text around them.
 *
 * @since 0.1
 */
public final class PlainText {
  /** The most characters of {@link #excerpt}, without the ellipsis. */
  public static final int MAX_EXCERPT = 300;

  private PlainText() {}

  /**
   * {@return the text on one line: line ends and tabs become blanks; other control characters and
   * bidirectional formatting characters are removed}
   *
   * @param text any text
   */
  public static String line(String text) {
    if (text.codePoints().noneMatch(PlainText::isUnsafe)) {
      return text;
    }
    return text.codePoints()
        .map(c -> c == '\n' || c == '\r' || c == '\t' ? ' ' : c)
        .filter(c -> !isUnsafe(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /**
   * {@return the beginning of a text from outside: on one line, runs of white space as one blank,
   * and at most {@value #MAX_EXCERPT} characters, with an ellipsis where the text is longer}
   *
   * @param text any text
   */
  public static String excerpt(String text) {
    String start = text.substring(0, Math.min(text.length(), 10 * MAX_EXCERPT));
    String line = line(start).replaceAll("\\s+", " ").strip();
    return line.length() <= MAX_EXCERPT ? line : line.substring(0, MAX_EXCERPT) + "…";
  }

  private static boolean isUnsafe(int c) {
    return Character.isISOControl(c)
        || c == 0x061c
        || c == 0x200e
        || c == 0x200f
        || c == 0x2028
        || c == 0x2029
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
