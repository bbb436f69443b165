package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Layout;
import dev.berth.it.kit.ServedRegistry;
import dev.berth.it.kit.StubRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of a whole command. */
class LimitsIT {
  private final Path folder;
  private final Berth berth;
  private final Layout image;

  LimitsIT(@TempDir Path folder) {
    this.folder = folder;
    berth = Berth.inProject(folder);
    image = Layout.random(folder.resolve("image"), 1, 1_000_000);
  }

  @Test
  void aPushThatTakesTooLongIsCancelledAtTheRegistry() throws IOException {
    Path storage = folder.resolve("storage");
    try (ServedRegistry registry = Berth.in(folder).serve(storage)) {
      berth.registered("slow", registry.host());
      String target = registry.host() + "/app:1";

      berth
          .fails(
              8,
              "push",
              target,
              "--from",
              image.location(),
              "--limit-rate",
              "100K",
              "--timeout",
              "5s500ms")
          .says(
              "after 5s500ms, the limit of --timeout: uploading sha256:", target.replace(":1", ""));

      try (var files = Files.walk(storage)) {
        assertEquals(0, files.filter(file -> file.endsWith("_uploads/data")).count());
      }
      berth.ok("push", target, "--from", image.location(), "--limit-rate", "1G", "--timeout", "5m");
    }
  }

  @Test
  void aCheckThatTakesTooLongSaysWhatItDid() {
    try (StubRegistry silent = StubRegistry.silent()) {
      berth.registered("silent", silent.host());
      String target = silent.host() + "/app:1";

      berth
          .fails(8, "cr", "check", target, "--timeout", "500ms")
          .says("--timeout: running the checks", "permission");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--timeout=0s", "--timeout=5", "--timeout=-1s", "--limit-rate=0"})
  void otherValuesAreRefused(String option) {
    berth.registered("r", "localhost:1");
    berth
        .fails(2, "push", "localhost:1/app:1", "--from", image.location(), option)
        .says(option.substring(0, option.indexOf('=')));
  }

  @Test
  void theDockerEngineCannotLimitItsRate() {
    berth.registered("r", "localhost:1");
    berth.fails(2, "push", "localhost:1/app:1", "--limit-rate", "1M").says("--limit-rate");
  }
}
