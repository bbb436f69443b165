package dev.berth.azure.acr;

import java.util.Optional;

/**
 * A token of Microsoft Entra's for container registries.
 *
 * @param value the token
 */
record EntraToken(String value) {
  Optional<String> tenant() {
    return JsonWebToken.of(value).text("tid");
  }

  /** Who it was given to: an object ID. */
  Optional<String> principal() {
    return JsonWebToken.of(value).text("oid");
  }

  @Override
  public String toString() {
    return "***";
  }
}
