package dev.berth.push.distribution;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.push.json.BoundedJson;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The access that a registry's bearer token grants: the claim {@code access} of a JSON web token
 * (Docker's "Token Authentication Implementation"). It is read and not verified, since only the
 * registry relies on it.
 */
final class TokenClaims {
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private TokenClaims() {}

  /** The actions granted on a repository; empty if the token does not say. */
  static Optional<Set<String>> actions(String token, String repository) {
    return entries(token, repository)
        .map(
            entries -> {
              Set<String> actions = new LinkedHashSet<>();
              entries.forEach(
                  entry -> entry.path("actions").forEach(action -> actions.add(action.asText())));
              return actions;
            });
  }

  /** The first entry of a repository; empty if the token does not say. */
  static Map<String, Object> entry(String token, String repository) {
    return entries(token, repository).stream()
        .flatMap(List::stream)
        .findFirst()
        .map(entry -> BoundedJson.mapper().convertValue(entry, OBJECT))
        .orElse(Map.of());
  }

  private static Optional<List<JsonNode>> entries(String token, String repository) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonNode access = BoundedJson.read(Base64.getUrlDecoder().decode(parts[1])).path("access");
      Stream<JsonNode> entries = StreamSupport.stream(access.spliterator(), false);
      return access.isArray()
          ? Optional.of(entries.filter(entry -> isOf(entry, repository)).toList())
          : Optional.empty();
    } catch (IllegalArgumentException | IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isOf(JsonNode entry, String repository) {
    return entry.path("type").asText().equals("repository")
        && entry.path("name").asText().equals(repository);
  }
}
