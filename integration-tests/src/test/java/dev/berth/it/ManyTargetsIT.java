package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.it.kit.Acme;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Layout;
import dev.berth.it.kit.ServedRegistry;
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

/** One image to several tags, repositories and registries. */
class ManyTargetsIT {
  @TempDir private Path folder;
  private Berth berth;
  private ServedRegistry one;
  private ServedRegistry two;
  private Layout image;
  private String digest;

  @BeforeEach
  void serve() {
    Berth serving = Berth.in(folder);
    one = serving.serve(folder.resolve("one"));
    two = serving.serve(folder.resolve("two"));
    image = Layout.random(folder.resolve("image"), 2, 50_000);
    digest = image.descriptor().path("digest").asText();
    berth = Berth.inProject(folder).registered("one", one.host()).registered("two", two.host());
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  private String[] push(String... more) {
    return Stream.concat(Stream.of("push", "--from", image.location()), Stream.of(more))
        .toArray(String[]::new);
  }

  @Test
  void eachTargetPrintsItsLineInTheGivenOrder() {
    String first = two.host() + "/team/app:1";

    List<String> lines =
        berth
            .ok(push(first, one.host() + "/app:1", two.host() + "/mirror:1", "--tag", "latest"))
            .out()
            .lines()
            .toList();

    assertEquals(
        List.of(
            two.host() + "/team/app@" + digest,
            one.host() + "/app@" + digest,
            two.host() + "/mirror@" + digest,
            two.host() + "/team/app@" + digest),
        lines);
    for (String tag : List.of("1", "latest")) {
      assertEquals(Optional.of(digest), two.registry().digest("team/app", tag));
    }
    assertEquals(Optional.of(digest), two.registry().digest("mirror", "1"));
    assertEquals(Optional.of(digest), one.registry().digest("app", "1"));
  }

  @Test
  void ofOneRegistryTheLayersAreSentOnce() {
    JsonNode images =
        berth
            .ok(push(one.host() + "/a:1", one.host() + "/b:1", "--tag", "2", "--output", "json"))
            .json()
            .path("images");

    assertEquals(3, images.size(), images::toString);
    assertEquals(
        List.of("uploaded", "uploaded"), images.get(0).path("layers").findValuesAsText("result"));
    assertEquals(
        List.of("mounted", "mounted"), images.get(1).path("layers").findValuesAsText("result"));
    assertEquals(
        List.of("exists", "exists"), images.get(2).path("layers").findValuesAsText("result"));
  }

  @Test
  void aFailureStopsNoOtherTarget() {
    two.close();
    String gone = two.host() + "/app:1";

    var run = berth.fails(8, push(gone, one.host() + "/app:1"));

    run.says(gone + " failed: ", "1 of 2 targets failed: " + gone);
    assertEquals(one.host() + "/app@" + digest, run.line());
    assertEquals(Optional.of(digest), one.registry().digest("app", "1"));
    JsonNode images =
        berth.fails(8, push(gone, one.host() + "/app:1", "--output", "json")).json().path("images");
    assertEquals("transient", images.get(0).path("error").path("code").asText());
    assertEquals(digest, images.get(1).path("digest").asText());
  }

  @Test
  void aPermanentFailureComesBeforeATransientOne() throws IOException {
    Acme.classes()
        .jar(Files.createDirectories(berth.root().resolve("flavors")).resolve("acme.jar"));
    berth.ok("cr", "flavor", "register", Acme.FLAVOR_CLASS);
    two.close();
    berth.ok(
        "cr", "register", "acme", "-f", "acme", "--uri", one.host() + "/acme", "--team", "web");

    berth
        .with(Acme.REFUSES, "true")
        .fails(10, push(two.host() + "/app:1", one.host() + "/acme/app:1", one.host() + "/app:1"))
        .says("2 of 3 targets failed");

    assertEquals(Optional.of(digest), one.registry().digest("app", "1"));
    assertTrue(one.registry().digest("acme/app", "1").isEmpty());
  }

  @Test
  void aTargetThatCannotBeIsToldBeforeAnyPush() {
    berth.fails(2, push(one.host() + "/app:1", "elsewhere.example/app:1")).says("elsewhere");
    berth.fails(2, push(one.host() + "/app:1", one.host() + "/app:1")).says("is given twice");
    berth.fails(2, push(one.host() + "/app:1", "--tag", "1")).says("is given twice");
    berth.fails(2, push(one.host() + "/app:1", "--tag", "not a tag")).says("not a tag");
    assertTrue(one.registry().digest("app", "1").isEmpty());
  }

  @Test
  void theDigestIsWrittenToAFile() throws IOException {
    Path file = folder.resolve("digest");

    berth.ok(push(one.host() + "/app:1", two.host() + "/app:1", "--digest-file", file.toString()));
    assertEquals(digest + "\n", Files.readString(file));
    Files.delete(file);
    berth.ok(push(one.host() + "/app:1", "--digest-file", file.toString()));
    assertEquals(digest + "\n", Files.readString(file));

    berth
        .fails(2, push(one.host() + "/other:1", "--digest-file", folder + "/missing/digest"))
        .says("cannot be written");
    assertTrue(one.registry().digest("other", "1").isEmpty());
  }

  @Test
  void aDigestFileThatFailsHidesNoResult() throws IOException {
    Path file = Files.writeString(folder.resolve("digest"), "before");
    two.close();
    String[] gone = push(two.host() + "/app:1", two.host() + "/app:2");

    berth.fails(
        8,
        Stream.concat(Stream.of(gone), Stream.of("--digest-file", file + ""))
            .toArray(String[]::new));
    assertEquals("before", Files.readString(file));

    var run = berth.asProcess().start(push(one.host() + "/app:1", "--digest-file", "/dev/full"));
    assertEquals(one.host() + "/app@" + digest, run.ends(2).line());
  }

  @Test
  void aDryRunWritesNowhere() {
    berth.ok(push(one.host() + "/app:1", two.host() + "/app:1", "--dry-run"));

    assertFalse(one.registry().digest("app", "1").isPresent());
    assertFalse(two.registry().digest("app", "1").isPresent());
  }

  @Test
  void aCopyHasSeveralTargetsToo() {
    berth.ok(push(one.host() + "/app:1"));

    berth.ok("copy", one.host() + "/app:1", two.host() + "/app:1", one.host() + "/other:1");

    assertEquals(Optional.of(digest), two.registry().digest("app", "1"));
    assertEquals(Optional.of(digest), one.registry().digest("other", "1"));
  }
}
