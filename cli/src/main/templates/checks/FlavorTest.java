package com.acme;

import dev.berth.spi.ErrorCode;
import dev.berth.testing.FlavorKit;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcmeFlavorTest {
  @TempDir Path folder;

  @Test
  void anImageOfAnotherTeamStopsThePush() {
    try (var kit = new FlavorKit(folder)) {
      kit.register("acme", "uri", "registry.example", "team", "web");
      kit.target("registry.example/web/app:1").push();
      kit.target("registry.example/other/app:1").refused(ErrorCode.PREREQUISITE);
    }
  }
}
