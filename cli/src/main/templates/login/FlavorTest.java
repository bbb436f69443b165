package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.testing.FlavorKit;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcmeFlavorTest {
  @TempDir Path folder;

  @Test
  void logsInWithTheToken() {
    try (var kit = new FlavorKit(folder).environment("ACME_TOKEN", "a-canary")) {
      kit.register("acme", "uri", "registry.example", "user", "ci");
      kit.target("registry.example/core/app:1").push();
      assertEquals(Optional.of("ci"), kit.engine().logins().get(0).username());
    }
  }
}
