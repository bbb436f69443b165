package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.it.kit.Acme;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Registry;
import dev.berth.it.kit.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code berth container-registry check}, and what a push makes of prerequisites. */
class CheckIT {
  @RegisterExtension static final Engine engine = new Engine();
  private static Registry open;
  private static Registry guarded;

  private final Path folder;
  private final Berth berth;

  CheckIT(@TempDir Path folder) {
    this.folder = folder;
    berth = Berth.inProject(folder);
  }

  @BeforeAll
  static void startRegistries() {
    open = engine.sharedRegistry();
    guarded = engine.sharedProtectedRegistry();
  }

  @Test
  void aRegistryThatIsReadyPasses() {
    berth.registered("open", open.host());

    JsonNode report =
        berth.ok("cr", "check", open.host() + "/check/app:1", "--output", "json").json();

    assertEquals("open", report.path("registry").asText());
    assertEquals("pass", report.path("status").asText());
    assertEquals(
        List.of("registry", "login", "permission", "tag"),
        report.path("checks").findValuesAsText("name"));
    report.path("checks").forEach(check -> assertTrue(check.path("message").isTextual()));
    assertEquals(Optional.empty(), open.digest("check/app", "1"), "nothing is pushed");
  }

  @Test
  void byItsNameARegistryIsCheckedForAnyImage() {
    berth.registered("open", open.host());
    Run run = berth.ok("container-registry", "check", "open");
    run.prints("STATUS", "registry", "login");
    assertTrue(!run.out().contains("permission"), run::toString);
  }

  @Test
  void aPrerequisiteThatFailsIsExit10WithTheReportOnStandardOutput() {
    berth.registered("guarded", guarded.host());
    Run run = berth.fails(10, "cr", "check", "guarded", "--output", "json");
    assertEquals("fail", run.json().path("status").asText());
    assertEquals("prerequisite", run.jsonError().path("code").asText());
    berth.fails(10, "cr", "check", "guarded").prints("fail", "→ ").says("login");
  }

  @Test
  void theRightLoginPassesAndIsNotShown() {
    berth.ok(
        "cr",
        "register",
        "guarded",
        "--flavor",
        "default",
        "--uri",
        guarded.host(),
        "--authentication-secret",
        "canary");
    berth.ok("cr", "check", guarded.host() + "/app:1").prints("accepts the credentials");
  }

  @Test
  void whatIsNeitherARegistryNorAnImageOfOneIsNamed() {
    berth.registered("open", open.host());
    berth.fails(2, "cr", "check", "opne").says("there is no registry 'opne'", "open");
    berth.fails(2, "cr", "check", "ghcr.io/acme/app:1").says("does not belong");
    berth.fails(2, "cr", "check").says("usage");
  }

  @Test
  void skippingChecksPushesThoughTheFlavorRefuses() {
    Acme.classes().jar(berth.root().resolve("flavors/acme.jar"));
    berth.ok("cr", "flavor", "register", Acme.FLAVOR_CLASS);
    berth.ok(
        "cr",
        "register",
        "acme",
        "--flavor",
        "acme",
        "--uri",
        open.host() + "/check",
        "--team",
        "web");
    String image = open.host() + "/check/acme:1";
    engine.build(image, folder.toString());
    Berth refusing = berth.with(Acme.REFUSES, "yes");

    refusing.fails(10, "push", image).says("no quota left", "ask Acme for more");
    assertEquals(Optional.empty(), open.digest("check/acme", "1"));

    refusing.ok("push", image, "--skip-checks").says("warning: ", "no quota left");
    assertTrue(open.digest("check/acme", "1").isPresent());
  }

  @Test
  void aRegistryThatDoesNotRespondFailsTheCheckAndIsToldOnce() {
    berth.registered("nowhere", "localhost:1");
    Run run =
        berth.fails(8, "cr", "check", "localhost:1/app:1").prints("unknown", "see 'registry'");
    assertEquals(1, run.out().lines().filter(line -> line.contains("no response")).count());
  }

  @Test
  void aStrictCheckPassesOnlyIfEverythingPasses() {
    berth.registered("strict", open.host());
    berth.ok("cr", "check", open.host() + "/strict:1", "--strict");
    berth.registered("nowhere", "localhost:1");
    berth.fails(8, "cr", "check", "nowhere", "--strict");
  }
}
