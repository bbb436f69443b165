package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.it.kit.Acme;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Classes;
import dev.berth.it.kit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are mistyped, taken or in use. */
class MistakesIT {
  private final Berth berth;

  MistakesIT(@TempDir Path folder) {
    berth = Berth.inProject(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "2, container-registry lst, list",
    "2, puhs r.example/app, push",
    "2, push r.example/app --regsitry r, --registry",
    "2, cr list --outptu json, --output",
    "2, cr register r --flavour default --uri r.example, --flavor",
    "2, cr register r --flavor default --uri r.example --quite, --quiet",
    "4, cr register r --flavor defualt --uri r.example, default",
    "2, cr register r --flavor default --uri r.example --default-repo app, defaultRepository"
  })
  void whatIsMistypedGetsASuggestion(int status, String line, String meant) {
    berth.fails(status, line.split(" ")).says("did you mean '" + meant + "'?");

    assertFalse(Files.exists(berth.store().file()));
  }

  @ParameterizedTest
  @CsvSource({"push r.example/app --engine dokcer, docker", "cr list --output jsno, json"})
  void aChoiceThatIsNoneNamesThoseThatThereAre(String line, String choice) {
    berth.fails(2, line.split(" ")).says(choice);
  }

  private void assertRefusedAndUnchanged(List<String> lines, String... texts) {
    String before = berth.store().content();
    assertAll(lines.stream().map(line -> () -> berth.fails(2, line.split(" ")).says(texts)));
    assertEquals(before, berth.store().content());
  }

  @Test
  void aMistypedRegistryGetsASuggestionAndNothingChanges() {
    berth.registered("production", "r.example");

    assertRefusedAndUnchanged(
        List.of(
            "cr describe prodution",
            "cr update prodution --default-repository app",
            "cr rename prodution other",
            "cr delete production prodution --yes",
            "push r.example/app --registry prodution"),
        "there is no registry 'prodution'",
        "did you mean 'production'?");
  }

  @Test
  void aMistypedPropertyGetsASuggestionAndNothingChanges() {
    berth.registered("r", "r.example");

    assertRefusedAndUnchanged(
        List.of("cr update r --defaul-repository app", "cr remove-attribute r urj"),
        "did you mean '");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cr flavor",
        "push",
        "cr register --flavor default --uri r.example",
        "cr register r --uri r.example",
        "cr register r --flavor default --uri r.example --uri s.example",
        "cr register r --flavor default --uri r.example --default-repository",
        "cr register r --flavor default --uri r.example --default-repository a --defaultRepository b",
        "cr delete",
        "init --path no/such/folder"
      })
  void anIncompleteOrContradictoryCommandIsRefused(String line) {
    berth.fails(2, line.isEmpty() ? new String[0] : line.split(" "));

    assertFalse(Files.exists(berth.store().file()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upper",
        "-r",
        "\u0430pp",
        "a\nb",
        "1234567890123456789012345678901234567890123456789012345678901234"
      })
  void aNameThatIsNoneIsRefusedWithTheRule(String name) {
    berth.fails(2, "cr", "register", name, "--flavor", "default", "--uri", "r.example");

    assertFalse(Files.exists(berth.store().file()));
  }

  @Test
  void aNameThatIsTakenStaysWithItsRegistry() {
    berth.registered("first", "first.example").registered("second", "second.example");

    assertRefusedAndUnchanged(
        List.of(
            "cr register first --flavor default --uri other.example",
            "cr rename second first",
            "cr copy second first"),
        "registry 'first' already exists",
        "unchanged");
  }

  @Test
  void aFlavorsNameThatIsTakenStaysWithItsFlavor() {
    Acme.classes().jar(berth.root().resolve("flavors/acme/acme.jar"));
    Classes.compile(Acme.flavor("late", "LateFlavor", "acme"))
        .jar(berth.root().resolve("flavors/late/late.jar"));
    Classes.compile(Acme.flavor("usurper", "DefaultFlavor", "default"))
        .jar(berth.root().resolve("flavors/usurper/usurper.jar"));
    berth.ok("cr", "flavor", "register", Acme.FLAVOR_CLASS);
    String before = berth.store().content();

    for (String taken : List.of("late.LateFlavor", "usurper.DefaultFlavor")) {
      berth.fails(2, "cr", "flavor", "register", taken).says("already exists");
    }

    assertEquals(before, berth.store().content());
    JsonNode flavors = berth.ok("cr", "flavor", "list", "--output", "json").json();
    assertEquals(1, flavors.findValuesAsText("name").stream().filter("default"::equals).count());
    assertEquals(1, flavors.findValuesAsText("name").stream().filter("acme"::equals).count());
  }

  @Test
  void aFlavorInUseCannotBeDeleted() {
    Acme.classes().jar(berth.root().resolve("flavors/acme.jar"));
    berth.ok("cr", "flavor", "register", Acme.FLAVOR_CLASS);
    for (String name : List.of("blue", "green")) {
      berth.ok("cr", "register", name, "--flavor", "acme", "--uri", "a.example", "--team", name);
    }

    berth.fails(2, "cr", "flavor", "delete", "acme").says("acme", "blue", "green");
    berth.fails(4, "cr", "flavor", "delete", "acem").says("did you mean 'acme'?");

    berth.ok("cr", "delete", "blue", "green", "--yes");
    berth.ok("cr", "flavor", "delete", "acme");
  }

  @Test
  void aShippedFlavorCannotBeDeleted() {
    berth.fails(2, "container-registry", "flavor", "delete", "default").says("default");

    berth.assertShippedFlavorsWork();
  }

  @Test
  void deletingWithoutATerminalNeedsAYes() {
    berth.registered("r", "r.example");

    berth.fails(2, "cr", "delete", "r").says("r", "--yes");

    assertEquals(List.of("r"), berth.registries());
  }

  @Test
  void thePartOfAPropertyThatDoesNotFitIsNamedAlsoInAFile() throws IOException {
    Classes.compile(
            """
            package shop;
            public class Config extends dev.berth.spi.BaseContainerRegistryConfig {
              record Mirror(java.net.URI url, int port) {}
              private java.util.List<Mirror> mirrors = java.util.List.of();
              private java.time.Duration patience = java.time.Duration.ZERO;
            }
            """,
            """
            package shop;
            public class Flavor extends dev.berth.spi.BaseContainerRegistryFlavor {
              @Override public String name() { return "shop"; }
              @Override public Class<Config> configClass() { return Config.class; }
            }
            """)
        .jar(berth.root().resolve("flavors/shop.jar"));
    berth.ok("cr", "flavor", "register", "shop.Flavor");
    String mirrors = "[{\"url\":\"%s\",\"port\":1},{\"url\":\"a b\",\"port\":2}]";
    String json = mirrors.formatted("https://" + "long".repeat(100));
    Files.writeString(berth.root().resolve("mirrors.json"), json);
    Files.writeString(berth.root().resolve("broken.json"), "[\n{\"url\" 5}]");
    var register = List.of("cr", "register", "r", "--flavor", "shop", "--uri", "r.example");

    for (String given : List.of(json, "@mirrors.json")) {
      assertEquals(
          "error: property 'mirrors[1].url' must be a URI such as https://host.example/path, not 'a b'",
          refused(register, "--mirrors", given).error());
    }
    refused(register, "--mirrors", "@broken.json")
        .says("property 'mirrors' is not valid JSON: it is wrong in line 2, column 8");
    String one = "{\"url\":\"https://a.example\",\"port\":1}";
    refused(register, "--mirrors", one, "--mirrors", one.replace("1", "3000000000"))
        .says("property 'mirrors[1].port' must be a whole number from -2147483648 to 2147483647");
    berth
        .ok("cr", "register", "two", "--flavor", "shop", "--uri", "r.example", "--mirrors", one)
        .says("registered");
    refused(register, "--patience", "5 s")
        .says("property 'patience' must be a Duration such as PT10S, not '5 s'");
  }

  private Run refused(List<String> line, String... more) {
    return berth.fails(2, Stream.concat(line.stream(), Stream.of(more)).toArray(String[]::new));
  }
}
