package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.Acme;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Canary;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Permissions;
import dev.berth.it.kit.Registry;
import dev.berth.it.kit.Run;
import dev.berth.it.kit.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code berth secret}, and what names secrets. */
class SecretsIT {
  @RegisterExtension static final Engine engine = new Engine();
  private static Registry registry;

  private final Path folder;
  private final Berth berth;
  private final Path file;

  SecretsIT(@TempDir Path folder) {
    this.folder = folder;
    berth = Berth.inProject(folder);
    file = berth.home().resolve(".config/berth/secrets.json");
  }

  @BeforeAll
  static void startRegistry() {
    registry = engine.sharedRegistry();
  }

  private Run set(String name, String... more) {
    String[] start = {"secret", "set", name};
    return berth
        .given(Canary.PASSWORD + "\n")
        .ok(
            java.util.stream.Stream.of(start, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new));
  }

  @Test
  void valuesComeFromStandardInputAndFilesAndAreShownNowhere() throws IOException {
    set("ci", "--username", "bot", "--password-stdin").says("set username, password of 'ci'");
    Path key =
        Files.writeString(folder.resolve("key.json"), "{\"k\":\"" + Canary.PASSWORD + "\"}\n");
    set("gcp", "--from-file", "key=" + key, "--from-file", "other=-");

    var list = berth.ok("secret", "list", "--output", "json").json();
    assertEquals(List.of("ci", "gcp"), list.findValuesAsText("name"));
    assertEquals("[\"key\",\"other\"]", list.get(1).path("keys").toString());
    berth.ok("secret", "describe", "ci").prints("username  ***", "password  ***");
  }

  @Test
  void aValueIsNeverAnArgument() {
    berth.fails(2, "secret", "set", "ci", "--password", "x").says("no option '--password'");
    berth.fails(2, "secret", "set", "ci").says("is not a terminal", "--password-stdin");
    berth
        .fails(2, "secret", "set", "ci", "--password-stdin")
        .says("the value of 'password' is empty");
    berth.fails(2, "secret", "set", "ci", "--from-file", "nothing").says("KEY=FILE");
    berth.fails(2, "secret", "set", "ci", "--from-file", "k=/nowhere").says("/nowhere");
    berth.fails(2, "secret", "set", "CI", "--password-stdin");
    Run cut = berth.fails(2, "secret", "set", "ci", "--password=" + Canary.PASSWORD);
    assertFalse(cut.err().contains(Canary.PASSWORD));
    berth.fails(2, "secret", "set", "ci", Canary.PASSWORD).says("unexpected argument");
    // The invariants of each run look for the canary.
    berth.fails(2, "secret", "set", "ci", "--key=a\n" + Canary.PASSWORD);
    berth.fails(2, "secret", "set", "ci", "-p" + Canary.PASSWORD);
    berth.fails(2, "secret", "set", "ci", "--password-stdin=" + Canary.PASSWORD);
    berth.fails(2, "secret", "set", "ci", "--passwd=" + Canary.PASSWORD, "--stacktrace");
    assertFalse(Files.exists(file));
  }

  @Test
  void aSecretInUseIsNotDeleted() {
    set("ci", "--username", "bot", "--password-stdin");
    berth.ok(
        "cr",
        "register",
        "prod",
        "--flavor",
        "default",
        "--uri",
        registry.host(),
        "--authentication-secret",
        "ci");

    berth.fails(2, "secret", "delete", "ci").says("in use by prod");
    berth.ok("secret", "list").prints("ci", "prod");

    berth.ok("cr", "delete", "prod", "--yes");
    berth.ok("secret", "delete", "ci");
    berth.fails(2, "secret", "delete", "ci").says("there is no secret 'ci'");
  }

  @Test
  void registeringWantsTheSecretThatIsNamed() {
    String[] registration = {
      "cr",
      "register",
      "prod",
      "--flavor",
      "default",
      "--uri",
      registry.host(),
      "--default-repository",
      "team",
      "--authentication-secret",
      "ci"
    };
    berth.fails(5, registration).says("'ci' has no key 'username'", "berth secret set");
    assertEquals(List.of(), berth.registries());
    set("ci", "--username", "bot", "--password-stdin");
    berth.ok(registration);
    berth.fails(5, "cr", "update", "prod", "--authentication-secret", "absent");
  }

  @Test
  void aTextMayNameASecretsValueWhichIsStoredNowhere() throws IOException {
    Path journal = folder.resolve("journal");
    Acme.classes().jar(berth.root().resolve("flavors/acme.jar"));
    Berth acme = berth.with(Acme.JOURNAL, journal.toString());
    acme.ok("cr", "flavor", "register", Acme.FLAVOR_CLASS);
    String image = registry.host() + "/secrets/app:1";
    engine.build(image, folder.toString());
    acme.given("web-team").ok("secret", "set", "acme", "--from-file", "team=-");
    acme.ok(
        "cr",
        "register",
        "acme",
        "--flavor",
        "acme",
        "--uri",
        registry.host() + "/secrets",
        "--team",
        "the {{acme.team}}");

    acme.ok("push", image);

    assertTrue(Files.readString(journal).contains("for the web-team"));
    acme.ok("cr", "describe", "acme").prints("the {{acme.team}}");
    assertFalse(
        Files.readString(berth.root().resolve(".berth/registries.json")).contains("web-team"));

    acme.fails(2, "cr", "update", "acme", "--team", "{{acme}}")
        .says("without a reference to a secret's value");
    acme.fails(5, "cr", "update", "acme", "--team", "{{acme.absent}}").says("no key 'absent'");
    acme.fails(2, "cr", "update", "acme", "--uri", "{{acme.team}}");
    acme.fails(2, "secret", "delete", "acme").says("in use by acme");
  }

  @Test
  void aFileThatOthersMayReadIsRefusedWithTheCommandThatClosesIt() {
    set("ci", "--username", "bot", "--password-stdin");
    Permissions.set(file, "rw-r--r--");
    berth.fails(5, "secret", "list").says("other users may read", "chmod 600 '" + file + "'");
    Permissions.set(file, "rw-------");
    berth.ok("secret", "list").prints("ci");
  }

  @Test
  void manyWritersAtOnceLoseNothing() {
    List<Started> writers =
        IntStream.range(0, 6)
            .mapToObj(n -> berth.given("p" + n).start("secret", "set", "s" + n, "--password-stdin"))
            .toList();
    writers.forEach(writer -> writer.ends(0));
    assertEquals(6, berth.ok("secret", "list", "--output", "json").json().size());
  }
}
