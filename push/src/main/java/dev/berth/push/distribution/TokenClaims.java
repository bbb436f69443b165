package dev.berth.push.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.push.json.BoundedJson;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The access that a registry's bearer token grants: the claim {@code access} of a JSON web token
 * (Docker's "Token Authentication Implementation"). It is read and not verified, since only the
 * registry relies on it.
 */
final class TokenClaims {
  private static final ObjectMapper JSON = BoundedJson.MAPPER;

  private TokenClaims() {}

  /** The actions granted on a repository; empty if the token does not say. */
  static Optional<Set<String>> actions(String token, String repository) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      if (!claims.path("access").isArray()) {
        return Optional.empty();
      }
      Set<String> actions = new LinkedHashSet<>();
      for (JsonNode grant : claims.path("access")) {
        if (grant.path("type").asText().equals("repository")
            && grant.path("name").asText().equals(repository)) {
          grant.path("actions").forEach(action -> actions.add(action.asText()));
        }
      }
      return Optional.of(actions);
    } catch (IllegalArgumentException | IOException e) {
      return Optional.empty();
    }
  }
}
