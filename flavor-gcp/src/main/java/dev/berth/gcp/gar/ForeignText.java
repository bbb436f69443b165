package dev.berth.gcp.gar;

/** Text that a service answered with, made fit for a message. */
final class ForeignText {
  private static final int LONGEST = 300;

  private ForeignText() {}

  /** On one line, not too long, and without what could be a token or a key that it repeats. */
  static String clean(String text) {
    String line =
        text.replaceAll("[\\p{Cntrl}\\p{Z}\\p{Cf}]+", " ")
            .strip()
            .replaceAll("[A-Za-z0-9_+=-]{40,}|ya29\\.[^ ]*", "***");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
