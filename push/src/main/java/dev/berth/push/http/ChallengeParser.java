package dev.berth.push.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads one {@code WWW-Authenticate} header. A malformed rest is left out, as are more challenges
 * or parameters than any registry sends.
 *
 * <p>Our own, because HttpClient's refuses a scheme without parameters before another one.
 */
final class ChallengeParser {
  private static final int MAX_CHALLENGES = 16;
  private static final int MAX_PARAMETERS = 16;
  private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

  private final String text;
  private int position;

  ChallengeParser(String text) {
    this.text = text;
  }

  List<Challenge> parse() {
    List<Challenge> challenges = new ArrayList<>();
    while (challenges.size() < MAX_CHALLENGES) {
      skip(" \t,");
      String scheme = token();
      if (scheme.isEmpty()) {
        break;
      }
      challenges.add(Challenge.of(scheme, parameters()));
    }
    return challenges;
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    while (parameters.size() < MAX_PARAMETERS) {
      int start = position;
      boolean afterComma = skip(" \t,").indexOf(',') >= 0;
      String name = token();
      skip(" \t");
      if (!name.isEmpty() && at('=')) {
        position++;
        skip(" \t");
        parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), at('"') ? quoted() : token());
      } else if (afterComma) {
        position = start;
        break;
      }
      skipToComma();
      if (position == text.length()) {
        break;
      }
    }
    return parameters;
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    position++;
    while (position < text.length() && !at('"')) {
      if (at('\\') && position + 1 < text.length()) {
        position++;
      }
      value.append(text.charAt(position++));
    }
    position = Math.min(position + 1, text.length());
    return value.toString();
  }

  private String token() {
    int start = position;
    while (position < text.length() && isTokenCharacter(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  /** Passes over the rest of a value: white space as a rule, and what a token68 has beyond. */
  private void skipToComma() {
    while (position < text.length() && !at(',')) {
      position++;
    }
  }

  private String skip(String characters) {
    int start = position;
    while (position < text.length() && characters.indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    return text.substring(start, position);
  }

  private boolean at(char c) {
    return position < text.length() && text.charAt(position) == c;
  }

  private static boolean isTokenCharacter(char c) {
    boolean letterOrDigit = c < 128 && Character.isLetterOrDigit(c);
    return letterOrDigit || TOKEN_SYMBOLS.indexOf(c) >= 0;
  }
}
