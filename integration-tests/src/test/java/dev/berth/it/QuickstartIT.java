package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.Berth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first thing that a new user does, on a machine that has nothing. */
class QuickstartIT {
  private final Path temporary;
  private final Path home;
  private final Berth berth;

  QuickstartIT(@TempDir Path folder) throws IOException {
    temporary = Files.createDirectory(folder.resolve("temporary"));
    home = folder.resolve("home");
    berth =
        Berth.in(folder)
            .with("DOCKER_HOST", "unix://" + folder.resolve("no-engine"))
            .with("BERTH_HOME", home.resolve("berth").toString())
            .withJavaOptions("-Djava.io.tmpdir=" + temporary);
  }

  private static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::getFileName).toList();
    }
  }

  @Test
  void itNeedsNoEngineAndLeavesNothingBehind() throws IOException {
    var run = berth.ok("quickstart");

    assertTrue(run.line().matches("localhost:\\d+/hello@sha256:[0-9a-f]{64}"), run::toString);
    run.says("$ berth init", "$ berth push ", "--from oci:");
    assertEquals(List.of(), in(temporary));
    assertEquals(List.of(Path.of(".docker")), in(home));
  }

  @Test
  void interruptedItLeavesNothingBehindEither() throws Exception {
    try (var watch = temporary.getFileSystem().newWatchService()) {
      temporary.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      var started = berth.startedBy("env", "--default-signal=INT").start("quickstart");
      assertNotNull(watch.poll(1, TimeUnit.MINUTES), "it makes no temporary folder");

      started.signal("INT");

      assertEquals(130, started.status());
      assertEquals(List.of(), in(temporary));
    }
  }
}
