package dev.berth.samples;

import dev.berth.Flavors;
import dev.berth.Secrets;
import dev.berth.flavor.FlavorInfo;
import java.util.List;
import java.util.Map;

final class FlavorsAndSecrets {
  /** Sets a secret, and returns the names of all flavors. */
  static List<String> prepare(Flavors flavors, Secrets secrets, String token) {
    secrets.set("ghcr", Map.of("token", token));
    return flavors.list().stream().map(FlavorInfo::name).toList();
  }
}
