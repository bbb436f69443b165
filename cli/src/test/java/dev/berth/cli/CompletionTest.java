package dev.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.cli.session.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts of the shells are given, with the shipped flavors on the class path. */
class CompletionTest {
  @TempDir Path folder;

  private String berth(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var environment =
        new Environment(
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of("BERTH_SECRET_CI_PASSWORD", "canary"),
            folder,
            folder,
            Optional.empty(),
            "");
    assertEquals(0, BerthCommand.run(environment, arguments), () -> err.toString(UTF_8));
    return out.toString(UTF_8);
  }

  /** The candidates at the end of a line, in which ~ is an empty word. */
  private List<String> lines(String line) {
    List<String> arguments = new ArrayList<>(List.of("complete", "--"));
    for (String word : line.split(" ", -1)) {
      arguments.add(word.equals("~") ? "" : word.replaceFirst("(?<=[=:])~$", ""));
    }
    return berth(arguments.toArray(String[]::new)).lines().toList();
  }

  private List<String> values(String line) {
    return lines(line).stream().map(it -> it.replaceFirst("\t.*", "")).toList();
  }

  @BeforeEach
  void register() {
    berth("cr", "register", "prod", "-f", "default", "--uri", "prod.example/team");
    berth("cr", "register", "hub", "-f", "dockerhub", "--uri", "docker.io");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cr re| register remove-attribute rename",
        "cr describe ~| hub prod",
        "cr delete hub ~| prod",
        "cr copy prod ~|",
        "cr register ~|",
        "cr register new --flavor git| github gitlab",
        "cr register new --flavor=git| --flavor=github --flavor=gitlab",
        "cr flavor describe art| artifactory",
        "cr flavor new x --template ~| name-only checks login",
        "cr check p| prod prod.example/team/",
        "push d| docker.io/",
        "push x --registry p| prod",
        "push x --engine d| docker direct",
        "push x --from=oci| --from=oci: --from=oci-archive:",
        "push x --from oci:~| :files",
        "cr flavor verify ~| :files",
        "init --path ~| :folders",
        "init --path=~| :folders",
        "secret set x --from-file key| ",
        "secret set x --from-file key=| :files",
        "help cr fl| flavor",
        "cr list -o y| yaml",
        "cr list --out| --output",
        "generate-completion z| zsh",
        "cr no-such-command ~|",
        "--no-such-option x cr de| describe delete",
      })
  void anArgumentIsCompleted(String line, String expected) {
    List<String> found = values(line);

    List<String> wanted = expected == null ? List.of() : List.of(expected.split(" ", -1));
    if (expected == null && line.endsWith("~")) {
      // Nothing is known of the word, so the options that can be given are shown.
      assertTrue(found.stream().allMatch(it -> it.startsWith("--")), found::toString);
    } else {
      assertEquals(wanted, found);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cr register x --flavor azure --pre",
        "cr register x --pre",
        "cr update x --pre",
        "cr list --pre",
        "cr register x -f no-such-flavor --pre"
      })
  void aPropertyIsKnownOnceItsFlavorIs(String line) {
    assertEquals(List.of(), values(line.replace("--pre", "--create-rep")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cr register x -f aws --create-rep",
        "cr register x --flavor=aws --create-rep",
        "cr register --flavor aws x --create-rep",
        "cr discover --flavor aws --create-rep"
      })
  void thePropertiesOfTheFlavorAreOptionsWithDescriptions(String line) {
    assertEquals(
        List.of("--create-repository\twhether a push creates a missing repository"), lines(line));
  }

  @Test
  void aRegistryTellsTheFlavor() {
    assertEquals(List.of("--default-repository"), values("cr update prod --default"));
    berth("cr", "update", "prod", "--default-repository", "app");
    assertEquals(List.of("defaultRepository"), values("cr remove-attribute prod d"));
    assertEquals(List.of("defaultRepository"), values("cr update prod --unset d"));
  }

  @Test
  void theValuesOfAPropertyAreCompleted() {
    String aws = "cr register x -f aws ";
    assertEquals(List.of("--create-repository=true"), values(aws + "--create-repository=t"));
    assertEquals(List.of("--immutable-tags=false"), values(aws + "--immutable-tags=f"));
    assertEquals(List.of(":files"), values(aws + "--ca-certificate ~"));
    assertFalse(values(aws + "--create-repository --imm").isEmpty());
  }

  @Test
  void anOptionThatWasGivenIsNotOfferedAgain() {
    assertTrue(values("push x --").contains("--registry"));
    assertFalse(values("push x --registry prod --").contains("--registry"));
    assertFalse(values("cr register x -f aws --region eu --").contains("--region"));
  }

  @Test
  void afterTwoDashesNothingIsAnOption() {
    assertEquals(List.of(), values("cr describe -- --"));
    assertEquals(List.of("hub", "prod"), values("cr describe -- ~"));
  }

  @Test
  void theStoreIsThatOfTheLine() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    berth("--home", other.toString(), "cr", "register", "o", "-f", "default", "--uri", "o.example");

    assertEquals(List.of("o"), values("--home " + other + " cr describe ~"));
    assertEquals(List.of("o"), values("cr describe --home=" + other + " ~"));
  }

  @Test
  void theShellHasNotReadTheWords() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    berth("--home", other.toString(), "cr", "register", "o", "-f", "default", "--uri", "o.example");

    // The home folder is also the current one here.
    assertEquals(List.of("o"), values("--home ~/other cr describe ~"));
    assertEquals(List.of("o"), values("--home '" + other + "' cr describe ~"));
  }

  @Test
  void aFlavorThatDoesNotExistLeavesTheOptions() {
    assertTrue(values("cr register x --flavor none --").contains("--uri"));
  }

  @Test
  void aStoreThatCannotBeReadCompletesNothing() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("registries.json"), "{");

    assertEquals(List.of(), lines("--home " + other + " cr describe ~"));
  }

  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  @ParameterizedTest
  @EnumSource
  void theScriptOfEachShellAsksTheCommand(Shell shell) {
    assertTrue(berth("generate-completion", shell.name()).contains("complete -- "));
  }

  @Test
  void theCommandForTheScriptsIsHidden() {
    assertFalse(berth("--help").contains("complete "));
    assertEquals(List.of(), values("compl"));
  }
}
