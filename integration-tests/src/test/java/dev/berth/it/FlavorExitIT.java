package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.it.kit.Acme;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Classes;
import dev.berth.it.kit.Layout;
import dev.berth.it.kit.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A flavor that ends the program: the command must not look as if it had succeeded. */
class FlavorExitIT {
  private static final String FLAVOR =
      """
      package quit;
      import dev.berth.spi.*;
      public class Flavor extends BaseContainerRegistryFlavor {
        public Flavor() { Registry.quit("constructor"); }
        @Override public String name() { return "quitter"; }
        @Override public ContainerRegistry createRegistry(RegistryContext context) {
          return new Registry(context);
        }
      }
      """;
  private static final String REGISTRY =
      """
      package quit;
      import dev.berth.reference.ImageReference;
      import dev.berth.spi.*;
      import java.util.*;
      public class Registry extends BaseContainerRegistry {
        public Registry(RegistryContext context) {
          super(context);
          quit("main");
          if ("thread".equals(System.getenv("QUITS_IN"))) {
            join(new Thread(Registry::quit));
          }
        }
        static void quit() { System.exit(0); }
        static void quit(String place) {
          if (place.equals(System.getenv("QUITS_IN"))) { System.exit(0); }
        }
        static void join(Thread thread) {
          thread.start();
          try { thread.join(); } catch (InterruptedException e) { throw new RuntimeException(e); }
        }
        @Override public List<Check> checks(Optional<ImageReference> image) {
          return List.of(new Check("path", () -> { quit("check"); return Check.Result.pass("ok"); }));
        }
      }
      """;

  private final Path folder;
  private final Berth berth;
  private final Path jar;

  FlavorExitIT(@TempDir Path folder) {
    this.folder = folder;
    berth = Berth.inProject(folder);
    jar =
        Classes.compile(FLAVOR, REGISTRY)
            .listing("quit.Flavor")
            .jar(berth.root().resolve("flavors/quit.jar"));
  }

  private Berth quitting(String place) {
    return berth.with("QUITS_IN", place).asProcess();
  }

  private String[] push(String host) {
    var image = Layout.random(folder.resolve("image"), 1, 1000);
    return new String[] {"push", host + "/app:1", "--from", image.location()};
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "main", "thread"})
  void aPushIsNotDone(String place) {
    berth.ok("cr", "flavor", "register", "quit.Flavor");
    try (var registry = Berth.in(folder).serve(folder.resolve("storage"))) {
      berth.ok("cr", "register", "r", "--flavor", "quitter", "--uri", registry.host());

      Run run = quitting(place).fails(4, push(registry.host()));

      assertEquals(
          "error: flavor 'quitter' ended the program before the command was done", run.error());
      run.says("must not call System.exit", "interrupted: some layers of");
      assertEquals("", run.out());
      assertFalse(registry.registry().digest("app", "1").isPresent());
      berth.asProcess().ok(push(registry.host()));
    }
  }

  @Test
  void aCheckOrARegistrationOrAVerificationFails() {
    Berth quitter = quitting("check");
    berth.ok("cr", "flavor", "register", "quit.Flavor");
    berth.ok("cr", "register", "r", "--flavor", "quitter", "--uri", "r.example");

    assertEquals(
        "flavor",
        quitter.fails(4, "cr", "check", "r", "--output", "json").jsonError().path("code").asText());
    quitter
        .fails(4, "cr", "flavor", "verify", jar.toString())
        .says("error: flavor 'quitter' ended the program");
    quitting("constructor")
        .fails(4, "cr", "flavor", "register", "quit.Flavor")
        .says("error: flavor 'quit.Flavor' ended the program");
  }

  @Test
  void anotherFlavorIsNotBlamed() throws Exception {
    Classes.compile(Acme.flavor("calm", "Calm", "calm"))
        .jar(berth.root().resolve("flavors/calm/calm.jar"));
    quitting("constructor").ok("cr", "flavor", "register", "calm.Calm");
    Files.delete(jar);
    quitting("constructor").ok("cr", "flavor", "list").prints("calm");
  }
}
