package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Images built by a real engine, pushed to a real registry. */
class PushIT {
  @RegisterExtension static final Engine engine = new Engine();
  private static Registry registry;
  // A project in which the registry is registered.
  private static Berth berth;

  @BeforeAll
  static void startRegistry(@TempDir Path folder) {
    registry = engine.sharedRegistry();
    berth = Berth.inProject(folder).registered("local", registry.host());
  }

  private static List<String> results(JsonNode pushed) {
    return pushed.path("layers").findValuesAsText("result");
  }

  @Test
  void aPushedImageCanBePulledByTheDigestThatWasPrinted() {
    String repository = registry.host() + "/team/app";
    String id = engine.build(repository + ":1.0", "one", "two", "three");

    Run run = berth.asProcess().ok("push", repository + ":1.0");

    String digest = registry.digest("team/app", "1.0").orElseThrow();
    assertEquals(repository + "@" + digest + "\n", run.out());
    engine.remove(repository + ":1.0");
    assertEquals(id, engine.pull(run.line()));
  }

  @Test
  void theResultAsJsonHasTheShapeThatScriptsRelyOn() {
    String repository = registry.host() + "/shape";
    engine.build(repository + ":1", "one", "two", "three");

    JsonNode pushed = berth.ok("push", repository + ":1", "--output", "json").json();

    String digest = registry.digest("shape", "1").orElseThrow();
    assertEquals(repository + "@" + digest, pushed.path("reference").asText());
    assertEquals(digest, pushed.path("digest").asText());
    assertEquals("local", pushed.path("registry").asText());
    assertEquals("docker", pushed.path("engine").asText());
    assertTrue(pushed.path("durationMillis").isIntegralNumber());
    JsonNode layers = registry.manifest("shape", "1").path("layers");
    assertEquals(
        layers.findValuesAsText("digest"), pushed.path("layers").findValuesAsText("digest"));
    assertEquals(layers.findValuesAsText("size"), pushed.path("layers").findValuesAsText("size"));
    assertEquals(List.of("uploaded", "uploaded", "uploaded"), results(pushed));
    long size = layers.findValues("size").stream().mapToLong(JsonNode::asLong).sum();
    assertEquals(size, pushed.path("uploadedBytes").asLong());
  }

  @Test
  void pushingAgainUploadsNothingAndGivesTheSameDigest() {
    String image = registry.host() + "/twice:1";
    engine.build(image, "one", "two");
    JsonNode first = berth.ok("push", image, "--output", "json").json();

    JsonNode second = berth.ok("push", image, "--output", "json").json();

    assertEquals(first.path("digest"), second.path("digest"));
    assertEquals(List.of("exists", "exists"), results(second));
    assertEquals(0, second.path("uploadedBytes").asLong(-1));
  }

  @Test
  void onlyNewLayersAreUploaded() {
    String base = registry.host() + "/layers:base";
    engine.build(base, "one", "two");
    berth.ok("push", base);
    String image = registry.host() + "/layers:more";
    engine.buildOn(base, image, "three");

    JsonNode pushed = berth.ok("push", image, "--output", "json").json();

    assertEquals(List.of("exists", "exists", "uploaded"), results(pushed));
  }

  @Test
  void aReferenceWithoutATagMeansLatest() {
    engine.build(registry.host() + "/untagged:latest", "one");

    Run run = berth.ok("push", registry.host() + "/untagged");

    assertTrue(run.line().endsWith(registry.digest("untagged", "latest").orElseThrow()));
  }

  @Test
  void theMostSpecificOwnerIsPushedTo(@TempDir Path folder) {
    Berth owned =
        Berth.inProject(folder)
            .registered("narrow", registry.host() + "/team/service")
            .registered("wide", registry.host())
            .registered("middle", registry.host() + "/team");
    String image = registry.host() + "/team/service/app:1";
    engine.build(image, "one");

    JsonNode pushed = owned.ok("push", image, "--output", "json").json();

    assertEquals("narrow", pushed.path("registry").asText());
  }

  @Test
  void anotherOwnerIsPushedToWhenItIsNamed(@TempDir Path folder) {
    Berth owned =
        Berth.inProject(folder)
            .registered("wide", registry.host())
            .registered("narrow", registry.host() + "/team");
    String image = registry.host() + "/team/app:named";
    engine.build(image, "one");

    JsonNode pushed = owned.ok("push", image, "--registry", "wide", "--output", "json").json();

    assertEquals("wide", pushed.path("registry").asText());
  }

  @Test
  void ownersWithTheSameUriHaveToBeToldApart(@TempDir Path folder) {
    Berth owned =
        Berth.inProject(folder)
            .registered("one", registry.host())
            .registered("two", registry.host());
    String image = registry.host() + "/ambiguous:1";
    engine.build(image, "one");

    owned.fails(2, "push", image).says("one", "two", "--registry");

    assertEquals(Optional.empty(), registry.digest("ambiguous", "1"));
    owned.ok("push", image, "--registry", "two");
  }

  @Test
  void progressIsToldOnStandardErrorUnlessQuiet() {
    String image = registry.host() + "/progress:1";
    engine.build(image, "one", "two");

    Run told = berth.ok("push", image);
    Run quiet = berth.asProcess().ok("push", image, "--quiet");

    assertTrue(told.err().contains("2 layers uploaded: "), told::toString);
    assertEquals("", quiet.err());
    assertEquals(told.line(), quiet.line());
  }

  @Test
  void anImageThatTheEngineDoesNotHaveIsNotPushed() {
    engine.build(registry.host() + "/near/miss:1.0", "one");

    berth
        .fails(6, "push", registry.host() + "/near/mis:1.0")
        .says("/near/mis:1.0", "/near/miss:1.0");

    assertEquals(Optional.empty(), registry.digest("near/mis", "1.0"));
  }
}
