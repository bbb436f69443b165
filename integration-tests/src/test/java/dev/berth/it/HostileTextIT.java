package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.it.kit.Acme;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that means something to a template, a formatter or a terminal, and here means nothing. */
class HostileTextIT {
  private static final String TEMPLATES = "x${7*7}#{1}${env:HOME}{}{0}%s%n@|red y|@";
  private static final String CONTROLS =
      "\u001b[31m\u0007\u007f\u009b2J\u061c\u200e\u200f\u202e\u2066z\b";
  private static final String HOSTILE = TEMPLATES + CONTROLS;
  private static final String PRINTED = TEMPLATES + "[31m2Jz";

  private final Path folder;
  private final Berth berth;

  HostileTextIT(@TempDir Path folder) {
    this.folder = folder;
    berth = Berth.inProject(folder);
  }

  /** The command lines have a {@code *} where the text goes. */
  @ParameterizedTest
  @CsvSource({
    "2, cr register * --flavor default --uri r.example",
    "2, cr register r --flavor default --uri r.example --*=1",
    "2, --*",
    "2, --output *",
    "4, cr flavor register *",
    "4, cr flavor register acme.Flavor --jar *",
    "2, push r.example/app --registry *",
    "2, push r.example/app --stacktrace --registry *",
    "2, push r.example/app --output json --registry *"
  })
  void itIsRepeatedLiterallyAndHarmlessly(int status, String line) {
    String[] arguments =
        Stream.of(line.split(" "))
            .map(argument -> argument.replace("*", HOSTILE))
            .toArray(String[]::new);

    Run run = berth.fails(status, arguments);

    if (line.contains("json")) {
      assertEquals(
          "there is no registry '" + PRINTED + "'", run.jsonError().path("message").asText());
    } else {
      run.says(PRINTED);
    }
    assertFalse(Files.exists(berth.store().file()));
  }

  /** That the text is not repeated, or only a part of it, is no harm. */
  @ParameterizedTest
  @ValueSource(strings = {"--uri", "--default-repository", "--authentication-secret"})
  void asAValueThatIsNotValidItIsHarmless(String property) {
    berth.fails(2, "cr", "register", "r", "--flavor", "default", property, HOSTILE);
  }

  @Test
  void asAPropertyItIsStoredAsItIsAndShownHarmlessly() {
    Acme.classes().jar(berth.root().resolve("flavors/acme.jar"));
    berth.ok("cr", "flavor", "register", Acme.FLAVOR_CLASS);

    String uri = "r.example";
    berth
        .asProcess()
        .ok("cr", "register", "r", "--flavor", "acme", "--uri", uri, "--team", HOSTILE)
        .says("tell Acme about " + PRINTED);

    berth.ok("cr", "describe", "r").prints(PRINTED);
    JsonNode json = berth.ok("cr", "describe", "r", "--output", "json").json();
    assertEquals(HOSTILE, json.path("configuration").path("team").asText());
    JsonNode yaml = berth.ok("cr", "list", "--output", "yaml").yaml();
    assertEquals(HOSTILE, yaml.path(0).path("configuration").path("team").asText());
  }

  @Test
  void aValueThatNamesAFileIsNotReplacedByItsContent() throws IOException {
    Path file = Files.writeString(folder.resolve("words"), "r.example");

    berth.fails(2, "cr", "describe", "@" + file).says("@" + file);
  }

  @Test
  void aFolderWithSuchANameIsAFolderLikeAnyOther() throws IOException {
    Path strange = Files.createDirectory(folder.resolve("a b ${7*7} {} %s \u001b[31m\u202e"));

    Berth inside = berth.at(strange).asProcess();

    inside.ok("init").says("a b ${7*7} {} %s [31m");

    inside.registered("r", "r.example");
    inside.ok("cr", "list", "--verbose").prints("r.example").says("%s [31m");
  }
}
