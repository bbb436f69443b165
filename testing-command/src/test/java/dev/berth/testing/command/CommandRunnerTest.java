package dev.berth.testing.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.testing.command.CommandRunner.Result;
import dev.berth.testing.server.MemoryRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandRunnerTest {
  @TempDir Path folder;
  private CommandRunner berth;

  @BeforeEach
  void prepare() {
    berth = new CommandRunner(folder);
  }

  @Test
  void aCommandUsesTheFlavorsOfTheClassPathAndTheFilesOfTheTest() {
    try (var registry = new MemoryRegistry()) {
      Result registered =
          berth.run("cr", "register", "dev", "--flavor", "default", "--uri", registry.host());
      assertEquals(0, registered.status(), registered::err);

      Result checked = berth.run("cr", "check", registry.host() + "/app:1");

      assertTrue(checked.out().contains("registry"), checked::out);
      assertTrue(folder.resolve(".config/berth/registries.json").toFile().exists());
    }
  }

  @Test
  void aFailureHasItsStatusAndMessage() {
    Result failed = berth.run("cr", "describe", "none");

    assertEquals(2, failed.status());
    assertEquals("", failed.out());
    assertTrue(failed.err().contains("there is no registry 'none'"), failed::err);
  }

  @Test
  void variablesAndInputAreThoseOfTheTest() {
    Path store = folder.resolve("elsewhere");
    CommandRunner there = berth.with("BERTH_HOME", store.toString());
    String[] set = {"secret", "set", "acme", "--username", "u", "--password-stdin"};

    assertEquals(2, there.run(set).status());
    Result stored = there.given("canary-password\n").run(set);
    there.run("cr", "register", "dev", "--flavor", "default", "--uri", "localhost:5000");

    assertEquals(0, stored.status(), stored::err);
    assertTrue(Files.exists(store.resolve("registries.json")));
  }
}
