package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Podman;
import dev.berth.it.kit.Registry;
import dev.berth.it.kit.Run;
import dev.berth.it.kit.SavedImage;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Podman in the place of Docker, as root and as another user. */
class PodmanIT {
  @RegisterExtension static final Engine engine = new Engine();
  private static Registry registry;
  private static SavedImage saved;

  @BeforeAll
  static void prepare(@TempDir Path folder) {
    registry = engine.sharedRegistry();
    saved = SavedImage.build(engine, folder, "berth-it/podman:1", "one", "two");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pushesAnImage(boolean rootless, @TempDir Path folder) {
    try (Podman podman = Podman.start(registry.host(), rootless)) {
      String repository = "podman/" + (rootless ? "rootless" : "root");
      String image = registry.host() + "/" + repository + ":1";
      podman.load(saved, image);
      Berth berth =
          Berth.inProject(folder)
              .registered("reference", registry.host())
              .with("DOCKER_HOST", podman.host());

      Run pushed = berth.ok("push", image);

      String digest = registry.digest(repository, "1").orElseThrow();
      assertEquals(registry.host() + "/" + repository + "@" + digest, pushed.line());
      assertEquals(saved.id(), config(repository, "1"));

      berth.ok("push", registry.host() + "/" + repository + ":2", "--from=docker-daemon:" + image);
      assertEquals(saved.id(), config(repository, "2"));
    }
  }

  private static String config(String repository, String tag) {
    return registry.manifest(repository, tag).at("/config/digest").asText();
  }
}
