package dev.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.berth.cli.session.Environment;
import dev.berth.cli.session.JsonResults;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command in this JVM, with the shipped flavors on the class path. */
class BerthCommandTest {
  private record Run(int status, String out, String err) {}

  @TempDir Path folder;
  private String input = "";
  private String terminals = "";

  private Run run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var environment =
        new Environment(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of("NO_COLOR", "1"),
            folder,
            folder,
            Optional.empty(),
            terminals);
    int status = BerthCommand.run(environment, arguments);
    return new Run(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  private Run register(String name, String... more) {
    String[] start = {"cr", "register", name, "--flavor", "default", "--uri", "localhost:5000"};
    var arguments = java.util.stream.Stream.of(start, more).flatMap(java.util.Arrays::stream);
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void theStoryIsOnStandardErrorAndQuietLeavesItOut() {
    Run told = register("prod");
    assertEquals(new Run(0, "", "registered 'prod': default at localhost:5000\n"), told);
    assertEquals(new Run(0, "", ""), register("quiet", "--quiet"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--output json container-registry list",
        "container-registry --output=json list",
        "cr list --output JSON"
      })
  void optionsStandBeforeAndAfterTheCommand(String line) throws Exception {
    register("prod", "--default_repository", "team");
    JsonNode list = new ObjectMapper().readTree(run(line.split(" ")).out());
    assertEquals(
        "[{\"name\":\"prod\",\"flavor\":\"default\",\"uri\":\"localhost:5000\","
            + "\"configuration\":{\"defaultRepository\":\"team\",\"uri\":\"localhost:5000\"}}]",
        list.toString());
  }

  @Test
  void yamlSaysTheSameAsJson() throws Exception {
    register("prod");
    var json = new ObjectMapper().readTree(run("cr", "describe", "prod", "--output", "json").out());
    var yaml = new YAMLMapper().readTree(run("cr", "describe", "prod", "--output", "yaml").out());
    assertEquals(json, yaml);
    assertFalse(json.get("custom").booleanValue());
  }

  @Test
  void anErrorIsOneLineAndThenHints() {
    Run run = run("cr", "describe", "pord");
    assertEquals(2, run.status());
    assertEquals("", run.out());
    assertEquals("error: there is no registry 'pord'\n  there are no registries\n", run.err());
  }

  @Test
  void anErrorIsDataWhereDataIsAskedFor() throws Exception {
    for (String[] arguments :
        new String[][] {
          {"cr", "describe", "x", "--output", "json"}, {"cr", "nonsense", "--output=json"}
        }) {
      Run run = run(arguments);
      assertEquals(2, run.status());
      JsonNode error = new ObjectMapper().readTree(run.err()).get("error");
      assertEquals("invalid", error.get("code").asText());
      assertTrue(error.get("message").isTextual());
      assertTrue(error.get("hints").isArray());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lsit", "regsiter", "descirbe"})
  void aMistypedCommandIsGuessed(String command) {
    Run run = run("cr", command);
    assertEquals(2, run.status());
    assertTrue(run.err().contains("did you mean '"), run.err());
  }

  @Test
  void aMistypedOptionIsGuessed() {
    Run run = run("cr", "list", "--outptu", "json");
    assertEquals(2, run.status());
    assertTrue(run.err().contains("did you mean '--output'?"), run.err());
  }

  @Test
  void usageErrorsNameWhatIsMissing() {
    for (String line :
        new String[] {"", "cr", "cr flavor", "push", "cr describe", "cr register x"}) {
      Run run = line.isEmpty() ? run() : run(line.split(" "));
      assertEquals(2, run.status(), line);
      assertTrue(run.err().startsWith("error: "), run.err());
      assertTrue(run.err().contains("usage: berth"), run.err());
    }
  }

  @Test
  void controlCharactersInValuesDoNotReachTheTerminal() {
    Run run = register("a\u001b[2J\u202eb\nerror: c");
    assertEquals(2, run.status());
    assertEquals(1, run.err().lines().filter(line -> line.startsWith("error:")).count());
    assertTrue(run.err().startsWith("error: 'a[2Jb error: c' is not a valid name"), run.err());
  }

  @Test
  void secretsByNameAreMasked() {
    Map<String, Object> configuration = new LinkedHashMap<>();
    configuration.put("apiToken", "canary");
    configuration.put("authenticationSecret", "ci");
    assertEquals(
        "{\"apiToken\":\"***\",\"authenticationSecret\":\"ci\"}",
        JsonResults.registry("a", "f", "u", configuration).get("configuration").toString());
  }

  @Test
  void deletingAsksAtATerminalAndWantsYesElsewhere() {
    register("a");
    assertEquals(2, run("cr", "delete", "a").status());
    terminals = "0";
    input = "n\n";
    assertEquals(2, run("cr", "delete", "a").status());
    assertTrue(run("cr", "list").out().contains("localhost:5000"));
    input = "y\n";
    assertEquals(0, run("cr", "delete", "a").status());
    assertFalse(run("cr", "list").out().contains("localhost:5000"));
  }

  @Test
  void helpAndVersionAreEverywhere() {
    assertTrue(run("cr", "flavor", "register", "--help").out().startsWith("Usage: berth"));
    assertTrue(run("push", "--version").out().startsWith("berth "));
  }
}
