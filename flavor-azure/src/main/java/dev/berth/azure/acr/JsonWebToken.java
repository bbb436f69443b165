package dev.berth.azure.acr;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The claims of a token, which are read but not verified: its issuer verifies it. */
final class JsonWebToken {
  private final Map<?, ?> claims;

  private JsonWebToken(Map<?, ?> claims) {
    this.claims = claims;
  }

  /** Without claims if it is not a JSON web token. */
  static JsonWebToken of(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length == 3) {
      try (JsonReader reader =
          JsonProviders.createReader(Base64.getUrlDecoder().decode(parts[1]))) {
        if (reader.readUntyped() instanceof Map<?, ?> claims) {
          return new JsonWebToken(claims);
        }
      } catch (IOException | IllegalArgumentException | IllegalStateException e) {
        return new JsonWebToken(Map.of());
      }
    }
    return new JsonWebToken(Map.of());
  }

  Optional<String> text(String claim) {
    return claims.get(claim) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  Optional<Long> number(String claim) {
    return claims.get(claim) instanceof Number number
        ? Optional.of(number.longValue())
        : Optional.empty();
  }
}
