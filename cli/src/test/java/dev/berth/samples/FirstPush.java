package dev.berth.samples;

import dev.berth.Registries;
import java.util.Map;

final class FirstPush {
  public static void main(String[] args) {
    try (var registries = Registries.open()) {
      registries.register("prod", "default", Map.of("uri", "ghcr.io/acme"));
      System.out.println(registries.push("ghcr.io/acme/app:1.0").reference());
    }
  }
}
