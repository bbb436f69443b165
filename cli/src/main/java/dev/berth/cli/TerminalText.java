package dev.berth.cli;

/** Text that may have come from outside, made harmless for a terminal. */
final class TerminalText {
  private TerminalText() {}

  /** One line: line ends and tabs become blanks, other control and bidirectional characters go. */
  static String line(String text) {
    return text.codePoints()
        .map(c -> c == '\n' || c == '\r' || c == '\t' ? ' ' : c)
        .filter(c -> !Character.isISOControl(c) && !isBidirectional(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  // The characters of Unicode's bidirectional algorithm that reorder what stands around them.
  private static boolean isBidirectional(int c) {
    return c == 0x061c
        || c == 0x200e
        || c == 0x200f
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
