package dev.berth.trust;

import java.util.Map;

/**
 * What a project asks its user to allow.
 *
 * @param kind {@code flavor} or {@code registry}
 * @param name the name of the flavor or of the registry
 * @param effect what happens when it is used: {@code runs …}, {@code sends …} or {@code reaches …}
 * @param fingerprints what is remembered, each with a description
 */
public record TrustRequest(
    String kind, String name, String effect, Map<String, String> fingerprints) {
  /** Copies the map. */
  public TrustRequest {
    fingerprints = Map.copyOf(fingerprints);
  }
}
