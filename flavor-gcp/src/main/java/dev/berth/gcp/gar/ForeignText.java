package dev.berth.gcp.gar;

import java.util.regex.Pattern;

/** Text that a service answered with, made fit for a message. */
final class ForeignText {
  private static final int LONGEST = 300;

  // Keys and tokens are long and of letters of both cases and digits; the names of Google's
  // resources
  // and of its errors are not.
  private static final String SECRET_CHARACTER = "[A-Za-z0-9_+/=.-]";
  private static final Pattern SECRET =
      Pattern.compile(
          "ya29\\.C*|(?=C*[A-Z])(?=C*[a-z])(?=C*[0-9])C{24,}".replace("C", SECRET_CHARACTER));

  private ForeignText() {}

  /** On one line, not too long, and without what could be a token or a key that it repeats. */
  static String clean(String text) {
    String plain = text.replaceAll("[\\p{Cntrl}\\p{Z}\\p{Cf}]+", " ").strip();
    String start = plain.substring(0, Math.min(plain.length(), 10 * LONGEST));
    String line = SECRET.matcher(start).replaceAll("***");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
