package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registered registries, from the first to the last command, and where they are kept. */
class RegistriesIT {
  private final Path folder;
  private final Berth berth;

  RegistriesIT(@TempDir Path folder) {
    this.folder = folder;
    berth = Berth.inProject(folder);
  }

  private JsonNode describe(String name) {
    return berth.ok("container-registry", "describe", name, "--output", "json").json();
  }

  @Test
  void aRegistryIsRegisteredChangedAndDeleted() {
    berth
        .ok("container-registry", "register", "r", "--flavor", "default", "--uri", "r.example")
        .says("r.example");
    berth.store().assertPrivate();

    berth.ok("container-registry", "update", "r", "--default-repository", "team/app");
    JsonNode described = describe("r");
    assertEquals("r", described.path("name").asText());
    assertEquals("default", described.path("flavor").asText());
    assertEquals("r.example", described.path("uri").asText());
    assertFalse(described.path("custom").asBoolean(true));
    assertEquals("team/app", described.path("configuration").path("defaultRepository").asText());
    assertEquals("r.example", described.path("configuration").path("uri").asText());

    berth.ok("container-registry", "remove-attribute", "r", "default-repository");
    assertFalse(describe("r").path("configuration").has("defaultRepository"));

    berth.ok("container-registry", "rename", "r", "renamed");
    berth.ok("container-registry", "copy", "renamed", "copied");
    assertEquals(List.of("copied", "renamed"), berth.registries());
    assertEquals("r.example", describe("copied").path("uri").asText());

    berth.ok("container-registry", "delete", "renamed", "copied", "--yes");
    assertEquals(List.of(), berth.registries());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--default-repository app",
        "--defaultRepository app",
        "--default_repository=app",
        "--defaultRepository=app"
      })
  void aPropertyMayBeWrittenInAnySpelling(String property) {
    String line = "cr register r --flavor=default --uri=r.example " + property;

    JsonNode registered = berth.ok((line + " --output json").split(" ")).json();

    assertEquals("app", registered.path("configuration").path("defaultRepository").asText());
  }

  @Test
  void propertiesAndTheNameMayStandInAnyOrder() {
    String line = "cr register --default-repository app --uri r.example --flavor default r";

    JsonNode registered = berth.ok((line + " --output json").split(" ")).json();

    assertEquals("r", registered.path("name").asText());
    assertEquals("app", registered.path("configuration").path("defaultRepository").asText());
  }

  @Test
  void updatingLeavesTheOtherPropertiesAsTheyAre() {
    berth.ok(
        "cr",
        "register",
        "r",
        "--flavor",
        "default",
        "--uri",
        "r.example",
        "--defaultRepository=a");

    berth.ok("cr", "update", "r", "--uri", "s.example/path/");

    JsonNode configuration = describe("r").path("configuration");
    assertEquals("s.example/path", configuration.path("uri").asText());
    assertEquals("a", configuration.path("defaultRepository").asText());
  }

  @Test
  void whatIsRequiredCannotBeRemoved() {
    berth.registered("r", "r.example");
    String before = berth.store().content();

    berth.fails(2, "cr", "remove-attribute", "r", "uri").says("uri", "is required");

    assertEquals(before, berth.store().content());
  }

  @Test
  void resultsAreTablesJsonOrYamlWithOptionsBeforeOrAfterTheCommand() {
    berth.registered("first", "a.example").registered("second", "b.example/path");

    Run table = berth.ok("container-registry", "list");
    JsonNode json = berth.ok("--output", "json", "container-registry", "list").json();
    JsonNode between = berth.ok("container-registry", "--output=json", "list").json();
    JsonNode after = berth.ok("container-registry", "list", "--output", "JSON").json();
    JsonNode yaml = berth.ok("--output=yaml", "container-registry", "list").yaml();

    assertEquals(3, table.out().lines().count());
    table.prints("NAME", "first", "a.example", "second", "b.example/path");
    assertEquals(2, json.size());
    JsonNode first = json.get(0);
    assertEquals("first", first.path("name").asText());
    assertEquals("default", first.path("flavor").asText());
    assertEquals("a.example", first.path("uri").asText());
    assertTrue(first.path("configuration").isObject());
    assertEquals(json, between);
    assertEquals(json, after);
    assertEquals(json, yaml);
  }

  @Test
  void quietLeavesTheResultAlone() {
    for (String line :
        List.of(
            "init",
            "cr register r --flavor default --uri r.example",
            "cr update r --default-repository app",
            "cr rename r s",
            "cr copy s t",
            "cr delete s t --yes")) {
      assertEquals("", berth.ok((line + " --quiet").split(" ")).err(), line);
    }
  }

  @Test
  void anErrorInJsonNamesItsKind() {
    JsonNode unknown = berth.fails(2, "--output", "json", "cr", "describe", "nothing").jsonError();
    assertEquals("invalid", unknown.path("code").asText());
    assertTrue(unknown.path("message").asText().contains("nothing"));
    assertEquals(
        "flavor",
        berth
            .fails(4, "cr", "flavor", "describe", "x", "--output", "json")
            .jsonError()
            .path("code")
            .asText());
    assertEquals(
        "invalid",
        berth.fails(2, "cr", "list", "--bogus", "--output=json").jsonError().path("code").asText());
    JsonNode reference = berth.fails(2, "--output", "json", "push", "localhost:5000/A").jsonError();
    assertEquals("invalid", reference.path("code").asText());
    assertTrue(reference.path("message").asText().contains("localhost:5000/A"));
  }

  @Test
  void aStackTraceIsThereForWhoeverAsks() {
    berth.fails(2, "cr", "describe", "nothing", "--stacktrace").says(" at dev.berth.");
  }

  @Test
  void helpAndVersionAreThereForEveryCommand() {
    assertTrue(berth.ok("--version").line().matches(".*\\d+\\.\\d+\\.\\d+.*"));
    for (String command : List.of("", "cr register", "push")) {
      var line = (command + " --help").strip().split(" ");
      berth.ok(line).prints("Usage: berth", "--help");
    }
  }

  @Test
  void markingARootAgainSaysSo() throws IOException {
    Path root = Files.createDirectory(folder.resolve("fresh"));
    Berth fresh = berth.at(root);

    fresh.ok("init").says("marked", root.toString());
    fresh.registered("r", "r.example");
    fresh.ok("init").says("already", root.toString());

    assertEquals(List.of("r"), fresh.registries());
    Path other = Files.createDirectory(folder.resolve("other"));
    fresh.ok("init", "--path", "../other").says(other.toString());
    assertTrue(Files.isDirectory(other.resolve(".berth")));
  }

  @Test
  void theStoreIsTheOptionsThenTheVariablesThenTheProjectsThenTheUsers() throws IOException {
    Path option = folder.resolve("option");
    Path variable = folder.resolve("variable");
    Path below = Files.createDirectories(berth.root().resolve("some/where"));
    Berth inside = berth.at(below);
    Berth withVariable = inside.with("BERTH_HOME", variable.toString());
    Berth outside = berth.at(folder);

    register(withVariable, "option", "--home", option.toString());
    register(withVariable, "variable");
    register(inside, "project");
    register(outside, "user");

    assertEquals(List.of("project"), berth.registries());
    assertEquals(List.of("project"), inside.registries());
    assertEquals(List.of("variable"), withVariable.registries());
    assertEquals(List.of("variable"), outside.with("BERTH_HOME", variable + "").registries());
    assertEquals(List.of("option"), outside.with("BERTH_HOME", option + "").registries());
    assertEquals(List.of("user"), outside.registries());
    assertTrue(Files.exists(berth.home().resolve(".config/berth/registries.json")));
  }

  private static void register(Berth berth, String name, String... options) {
    List<String> line =
        new java.util.ArrayList<>(
            List.of("cr", "register", name, "--flavor", "default", "--uri", "r.example"));
    line.addAll(List.of(options));
    berth.ok(line.toArray(String[]::new));
  }

  @Test
  void theUsersFolderIsInTheirHome() {
    berth
        .at(folder)
        .without("XDG_CONFIG_HOME")
        .asProcess()
        .ok("cr", "list", "--verbose")
        .says(berth.home().resolve(".config/berth").toString());
  }
}
