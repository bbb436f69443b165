package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.testing.FlavorKit;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcmeFlavorTest {
  @TempDir Path folder;

  @Test
  void pushesAnImage() {
    try (var kit = new FlavorKit(folder)) {
      kit.register("acme", "uri", "registry.example");
      kit.target("registry.example/core/app:1").push();
      assertEquals(1, kit.engine().requests().size());
    }
  }
}
