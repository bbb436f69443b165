package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Classes;
import dev.berth.it.kit.Layout;
import dev.berth.it.kit.Proxy;
import dev.berth.it.kit.ServedRegistry;
import dev.berth.it.kit.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes that end in the middle of an upload. */
class DirectInterruptionIT {
  private static final int LAYERS = 4;
  private static final int SIZE = 1_000_000;
  // What requests have beside layers: headers, manifest, configuration.
  private static final int OVERHEAD = 40_000;

  private final Path folder;
  private final Path storage;
  private final Berth berth;
  private final Layout image;
  private final ServedRegistry registry;
  private final Proxy proxy;

  DirectInterruptionIT(@TempDir Path folder) {
    this.folder = folder;
    storage = folder.resolve("storage");
    image = Layout.random(folder.resolve("image"), LAYERS, SIZE);
    registry = Berth.in(folder).serve(storage);
    proxy = Proxy.to(registry.host());
    berth =
        Berth.inProject(folder)
            .startedBy("env", "--default-signal=INT")
            .registered("proxied", proxy.host());
  }

  @BeforeEach
  void holdInTheSecondLayer() {
    proxy.holdAfter(SIZE + SIZE / 2);
  }

  @AfterEach
  void stop() {
    proxy.close();
    registry.close();
  }

  private String[] push(Layout from, String... more) {
    String target = proxy.host() + "/app:1";
    var line = Stream.of("push", target, "--from", from.location(), "--jobs", "1");
    return Stream.concat(line, Stream.of(more)).toArray(String[]::new);
  }

  /** Starts a push that is now in the middle of its second layer. */
  private Started startedPush() {
    var started = berth.start(push(image));
    proxy.awaitHeld();
    return started;
  }

  private void assertOnlyTheRestIsSent() {
    JsonNode pushed = berth.ok(push(image, "--output", "json")).json();

    assertEquals(image.descriptor().path("digest"), pushed.path("digest"));
    List<String> results = pushed.path("layers").findValuesAsText("result");
    assertEquals(1, results.stream().filter("exists"::equals).count(), results::toString);
    long rest = pushed.path("uploadedBytes").asLong();
    long sent = proxy.sent();
    assertTrue(sent >= rest && sent < rest + OVERHEAD, () -> sent + " bytes for " + rest);
  }

  @Test
  void whenTheRegistryIsKilledTheNextPushSendsTheRest() {
    Started started = startedPush();

    registry.end("KILL");
    proxy.restart(registry.host());

    started.ends(8).says(proxy.host());
    try (var again = Berth.in(folder).serve(storage)) {
      proxy.restart(again.host());
      assertOnlyTheRestIsSent();
    }
  }

  @Test
  void aRegistryThatIsReplacedGetsTheRestInTheSamePush() {
    Started started = startedPush();
    // Up already, so that it does not matter for how long the push tries again.
    try (var again = Berth.in(folder).serve(storage)) {
      registry.end("KILL");
      proxy.restart(again.host());

      started.ends(0);

      assertEquals(
          Optional.of(image.descriptor().path("digest").asText()),
          again.registry().digest("app", "1"));
      assertTrue(proxy.sent() < (LAYERS - 1) * SIZE + OVERHEAD, () -> proxy.sent() + " bytes");
    }
  }

  @Test
  void whenThePushIsKilledTheNextOneSendsTheRest() {
    startedPush().kill();

    proxy.restart(registry.host());
    assertOnlyTheRestIsSent();
  }

  @Test
  void anInterruptedPushCancelsItsUploadAndLeavesTheTag() throws IOException {
    proxy.release();
    Layout former = Layout.random(folder.resolve("former"), 1, 1000);
    berth.ok(push(former));
    proxy.holdAfter(SIZE + SIZE / 2);

    Started started = startedPush();
    started.signal("INT");

    started.ends(130);
    assertEquals(List.of(), openUploads());
    assertEquals(
        Optional.of(former.descriptor().path("digest").asText()),
        registry.registry().digest("app", "1"));
  }

  @Test
  void aFlavorThatEndsTheProgramCancelsItsUploadToo() throws Exception {
    Path signal = folder.resolve("signal");
    assertEquals(0, new ProcessBuilder("mkfifo", signal.toString()).start().waitFor());
    Classes.compile(
            """
            package quit;
            import dev.berth.spi.*;
            import java.nio.file.*;
            public class Flavor extends BaseContainerRegistryFlavor {
              @Override public String name() { return "quitter"; }
              @Override public ContainerRegistry createRegistry(RegistryContext context) {
                Path signal = Path.of(context.variable("QUITS_AFTER").orElseThrow());
                Thread thread = new Thread(() -> quit(signal));
                thread.setDaemon(true);
                thread.start();
                return super.createRegistry(context);
              }
              private static void quit(Path signal) {
                try { Files.readString(signal); } catch (java.io.IOException e) { return; }
                System.exit(0);
              }
            }
            """)
        .jar(berth.root().resolve("flavors/quit.jar"));
    berth.ok("cr", "flavor", "register", "quit.Flavor");
    berth.ok("cr", "register", "quits", "--flavor", "quitter", "--uri", proxy.host() + "/app");
    var started = berth.with("QUITS_AFTER", signal.toString()).start(push(image));
    proxy.awaitHeld();

    Files.writeString(signal, "now");

    started
        .ends(4)
        .says("interrupted: some layers of", "error: flavor 'quitter' ended the program");
    assertEquals(List.of(), openUploads());
  }

  private List<Path> openUploads() throws IOException {
    Path uploads = storage.resolve("docker/registry/v2/repositories/app/_uploads");
    if (!Files.isDirectory(uploads)) {
      return List.of();
    }
    try (Stream<Path> open = Files.list(uploads)) {
      return open.toList();
    }
  }
}
