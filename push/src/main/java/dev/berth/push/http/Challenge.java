package dev.berth.push.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a server asks for with a status of 401 (RFC 9110, section 11.6.1).
 *
 * @param scheme the authentication scheme in lower case, for instance {@code bearer}
 * @param parameters its parameters, names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {

  /** The challenge to meet: a bearer token where there is a service for it, else Basic. */
  static Optional<Challenge> choose(List<String> headers) {
    var all = headers.stream().flatMap(header -> new ChallengeParser(header).parse().stream());
    Map<String, Challenge> firsts = new LinkedHashMap<>();
    all.forEach(challenge -> firsts.putIfAbsent(challenge.scheme(), challenge));
    return Optional.ofNullable(firsts.get("bearer"))
        .filter(bearer -> bearer.parameters().containsKey("realm"))
        .or(() -> Optional.ofNullable(firsts.get("basic")));
  }

  static Challenge of(String scheme, Map<String, String> parameters) {
    return new Challenge(scheme.toLowerCase(Locale.ROOT), Map.copyOf(parameters));
  }

  boolean isBearer() {
    return scheme.equals("bearer");
  }
}
