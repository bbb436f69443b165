package dev.berth.gcp.gar;

import dev.berth.reference.PlainText;
import java.util.regex.Pattern;

/** Text of a response, without tokens or keys that it may repeat. */
final class TokenText {
  // Keys and tokens are long and mix upper case, lower case and, unless by chance, digits; resource
  // names do not.
  private static final String SECRET_CHARACTER = "[A-Za-z0-9_+/=.-]";
  private static final Pattern SECRET =
      Pattern.compile(
          "ya29\\.C*|(?=C*[A-Z])(?=C*[a-z])(?=C*[0-9])C{24,}|(?=K*[A-Z])(?=K*[a-z])K{36,}"
              .replace("C", SECRET_CHARACTER)
              .replace("K", "[A-Za-z0-9+/=]"));
  private static final int MAX_SCANNED = 3000;

  private TokenText() {}

  /** On one line, not too long, and masked. */
  static String masked(String text) {
    String start = text.substring(0, Math.min(text.length(), MAX_SCANNED));
    return PlainText.excerpt(SECRET.matcher(PlainText.line(start)).replaceAll("***"));
  }
}
