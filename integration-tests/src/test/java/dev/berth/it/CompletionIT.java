package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The completion of command lines in the shells themselves. */
class CompletionIT {
  /** Prints what the function leaves for bash; the tab was pressed twice for the type 63. */
  private static final String IN_BASH =
      """
      PATH=${1%/*}:$PATH
      source <(berth generate-completion bash)
      compopt() { printf 'compopt %s\\n' "$*"; }
      COMP_LINE=$2 COMP_POINT=${#2} COMP_TYPE=${TYPE-9} COLUMNS=200
      _berth berth
      printf '<%s>\\n' "${COMPREPLY[@]}"
      """;

  private static final String IN_FISH =
      """
      set PATH (dirname $argv[1]) $PATH
      source (berth generate-completion fish | psub)
      complete -C $argv[2] | string replace \\t ' -- '; true
      """;

  /** Types into a terminal, and prints it once it shows what is expected. */
  private static final String IN_ZSH =
      """
      zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell "PS1='> '; PATH=${1%/*}:$PATH; autoload -U compinit; compinit -u -D"
      zpty -w shell 'source <(berth generate-completion zsh); print LO''ADED'
      zpty -r -m shell shown '*LOADED*'
      zpty -w -n shell "$2"$'\\t'
      zpty -r -m shell shown "*$EXPECTED*"
      print -r -- "${shown//[[:cntrl:]]/ }"
      zpty -d shell
      """;

  @TempDir Path folder;
  private Berth berth;

  @BeforeEach
  void register() {
    berth =
        Berth.inProject(folder)
            .registered("staging", "staging.example/team")
            .registered("local", "localhost:5000");
  }

  private Berth shell(String script, String... shell) throws IOException {
    Path file = Files.writeString(folder.resolve("complete.sh"), script);
    return berth.startedBy(
        Stream.concat(Stream.of(shell), Stream.of(file.toString())).toArray(String[]::new));
  }

  private static List<String> words(Run run) {
    return run.out()
        .lines()
        .filter(line -> line.startsWith("<"))
        .map(line -> line.substring(1, line.length() - 1))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "berth cr des| describe",
        "berth cr describe ''| local staging",
        "berth cr describe s| staging",
        "berth push localhost:50| 5000/",
        "berth cr list --output=y| yaml",
        "berth cr flavor describe do| dockerhub",
        "berth cr register x --flavor aws --create| --create-repository",
        "berth push x --from=oci-| oci-archive:",
      })
  void bashReplacesThePartAfterAColonOrAnEqualsSign(String line, String expected)
      throws IOException {
    Run run = shell(IN_BASH, "bash").ok(line.replace("''", ""));

    assertEquals(List.of(expected.split(" ", -1)), words(run), run::toString);
    boolean staysOpen = expected.matches(".*[/:=]");
    assertEquals(staysOpen, run.out().contains("compopt -o nospace"), run::toString);
  }

  @Test
  void bashListsDescriptions() throws IOException {
    Run run = shell(IN_BASH, "bash").with("TYPE", "63").ok("berth cr describe ");

    assertEquals(
        List.of("local    default at localhost:5000", "staging  default at staging.example/team"),
        words(run));
  }

  @ParameterizedTest
  @CsvSource({"berth push x --from oci:,false", "berth init --path x,true"})
  void bashItselfCompletesFilesAndFolders(String line, boolean folders) throws IOException {
    Run run = shell(IN_BASH, "bash").ok(line);

    assertEquals(List.of(""), words(run));
    assertEquals(folders, run.out().contains("compopt -o plusdirs"), run::toString);
    assertEquals(folders, run.out().contains("+o default"), run::toString);
  }

  static Stream<Arguments> inFish() {
    return Stream.of(
        Arguments.of("berth cr des", "describe -- Show a registered container registry.\n"),
        Arguments.of(
            "berth cr describe ",
            "local -- default at localhost:5000\nstaging -- default at staging.example/team\n"),
        Arguments.of(
            "berth cr register x -f gith", "github -- GitHub's container registry, ghcr.io.\n"),
        Arguments.of("berth push x --from oci:lay", "oci:layout/\n"),
        Arguments.of("berth cr flavor verify lay", "layout/\n"),
        Arguments.of("berth init --path=lay", "--path=layout/ -- Directory\n"),
        Arguments.of("berth cr list nothing-like-it", ""));
  }

  @ParameterizedTest
  @MethodSource
  void inFish(String line, String expected) throws IOException {
    Files.createDirectory(berth.root().resolve("layout"));

    assertEquals(expected, shell(IN_FISH, "fish", "--no-config").ok(line).out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "berth cr des| cr describe",
        "berth cr describe ''| staging*default at staging.example/team",
        "berth cr register x -f a| aws*Amazon ECR",
        "berth push localhost:5| 000/",
        "berth push x --from oci:lay| out",
      })
  void inZsh(String line, String expected) throws IOException {
    Files.createDirectory(berth.root().resolve("layout"));

    // It waits for the expected text, and a test that fails ends by the limit of the run.
    Run run = shell(IN_ZSH, "zsh", "-f").with("EXPECTED", expected).ok(line.replace("''", ""));

    assertTrue(run.out().contains(expected.replaceFirst("\\*.*", "")), run::toString);
  }
}
