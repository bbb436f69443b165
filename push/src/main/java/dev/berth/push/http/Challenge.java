package dev.berth.push.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A challenge of a server that answers 401 (RFC 9110, section 11.6.1).
 *
 * @param scheme the authentication scheme in lower case, for instance {@code bearer}
 * @param parameters its parameters, names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  /** The challenge to answer: a bearer token if a token service is named, else Basic. */
  static Optional<Challenge> choose(List<String> headers) {
    Map<String, Challenge> firsts = new LinkedHashMap<>();
    for (String header : headers) {
      parse(header).forEach(challenge -> firsts.putIfAbsent(challenge.scheme(), challenge));
    }
    return Optional.ofNullable(firsts.get("bearer"))
        .filter(bearer -> bearer.parameters().containsKey("realm"))
        .or(() -> Optional.ofNullable(firsts.get("basic")));
  }

  /** All challenges of one {@code WWW-Authenticate} header. */
  static List<Challenge> parse(String header) {
    return new Parser(header).challenges();
  }

  boolean isBearer() {
    return scheme.equals("bearer");
  }

  /**
   * Reads one header. A malformed rest is ignored, and so are more challenges or parameters than
   * any registry sends.
   *
   * <p>HttpClient's own parser rejects a scheme without parameters that is followed by another one.
   */
  private static final class Parser {
    private static final int MAX_CHALLENGES = 16;
    private static final int MAX_PARAMETERS = 16;
    private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

    private final String text;
    private int position;

    Parser(String text) {
      this.text = text;
    }

    List<Challenge> challenges() {
      List<Challenge> challenges = new ArrayList<>();
      while (challenges.size() < MAX_CHALLENGES) {
        skip(" \t,");
        String scheme = token();
        if (scheme.isEmpty()) {
          break;
        }
        challenges.add(new Challenge(scheme.toLowerCase(Locale.ROOT), Map.copyOf(parameters())));
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

    /** Skips the rest of a value: usually white space, after a token68 also its padding. */
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
}
