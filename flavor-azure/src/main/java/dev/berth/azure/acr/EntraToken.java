package dev.berth.azure.acr;

import java.util.Optional;

/**
 * A token of Microsoft Entra for container registries.
 *
 * @param value the token
 */
record EntraToken(String value) {
  Optional<String> tenant() {
    return JsonWebToken.of(value).text("tid");
  }

  /** The object ID of its owner. */
  Optional<String> principal() {
    return JsonWebToken.of(value).text("oid");
  }

  @Override
  public String toString() {
    return "***";
  }
}
