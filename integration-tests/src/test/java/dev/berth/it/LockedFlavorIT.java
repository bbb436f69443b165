package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.Acme;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Classes;
import dev.berth.it.kit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A custom flavor whose jars change after it was registered. */
class LockedFlavorIT {
  private static final String CHANGED = "the code of flavor 'acme' is not what was registered";

  private final Path folder;
  private final Berth berth;
  private final Path jar;

  LockedFlavorIT(@TempDir Path folder) {
    this.folder = folder;
    berth = Berth.inProject(folder).with("BERTH_TRUST", "true").with(Acme.REFUSES, "true");
    jar = berth.root().resolve("flavors/acme.jar");
    Acme.classes().jar(jar);
  }

  private Run ok(String line) {
    return berth.ok(line.split(" ", -1));
  }

  private Run fails(int status, String line) {
    return berth.fails(status, line.split(" ", -1));
  }

  private void register(String options) {
    ok("cr flavor register " + Acme.FLAVOR_CLASS + options);
    berth.ok("cr", "register", "r", "--flavor", "acme", "--uri", "acme.example", "--team", "blue");
  }

  /** The same flavor with another class in its jar. */
  private void change() {
    Acme.classes().forJava(16).jar(jar);
  }

  /** The flavor refuses a push, so 10 shows that it was loaded. */
  private Run push(int status, String options) {
    return fails(status, "push acme.example/app:1" + options);
  }

  @Test
  void theStoreRecordsTheJarWithItsDigest() throws IOException {
    register("");

    String store = Files.readString(berth.root().resolve(".berth/registries.json"));

    assertTrue(store.contains("${sourceRoot}/flavors/acme.jar"), store);
    assertTrue(store.contains("sha256:"), store);
  }

  @Test
  void aChangeIsToldAtUseUntilTheFlavorIsRegisteredAgain() {
    register("");
    assertFalse(push(10, "").err().contains(CHANGED));

    change();

    push(10, "").says(CHANGED, "flavors/acme.jar has changed", "register it again");
    fails(8, "cr check acme.example/app:1").says(CHANGED);
    ok("cr flavor register " + Acme.FLAVOR_CLASS);
    assertFalse(push(10, "").err().contains(CHANGED));
  }

  @Test
  void theVersionsAreTold() {
    Acme.classes().jar(jar, Map.of("Implementation-Version", "1.0"));
    register("");

    Acme.classes().jar(jar, Map.of("Implementation-Version", "1.1"));

    push(10, "").says(CHANGED + " (version 1.1, was 1.0)");
  }

  @Test
  void aJarThatIsNewOrMissingIsAChangeToo() throws IOException {
    Path library = Acme.classes().in("acme.sdk").jar(berth.root().resolve("flavors/sdk.jar"));
    register("");
    Files.delete(library);
    push(10, "").says(CHANGED, "flavors/sdk.jar is not used any more");

    Classes.compile("package other; public class Other {}")
        .jar(berth.root().resolve("flavors/other.jar"));

    push(10, "").says("flavors/other.jar is new");
  }

  @Test
  void lockedRefusesAChange() {
    register("");
    push(10, " --locked");

    change();

    push(4, " --locked").says(CHANGED, "it is locked", "register it again");
    berth.with("BERTH_LOCKED", "true").fails(4, "push", "acme.example/app:1").says(CHANGED);
    fails(2, "push acme.example/app:1 --lock").says("--locked");
    berth.with("BERTH_LOCKED", "perhaps").fails(2, "cr", "list").says("BERTH_LOCKED");
    ok("cr flavor list --locked").prints("broken: " + CHANGED);
  }

  @Test
  void aProjectLocksAFlavorForAll() {
    register(" --lock");
    push(10, "");

    change();

    push(4, "").says(CHANGED, "it is locked");
    // To register it again records the new jar, and does not unlock it.
    ok("cr flavor register " + Acme.FLAVOR_CLASS);
    push(10, "");
    Acme.classes().forJava(15).jar(jar);
    push(4, "").says(CHANGED);
    ok("cr flavor register --no-lock " + Acme.FLAVOR_CLASS);
    change();
    push(10, "").says(CHANGED);
  }

  @Test
  void aLockedProjectCanBeMoved() throws IOException {
    register(" --lock");
    Path moved = Files.move(berth.root(), folder.resolve("moved"));

    Run run = berth.at(moved).fails(10, "push", "acme.example/app:1");

    assertFalse(run.err().contains(CHANGED), run::toString);
  }

  @Test
  void classesOfABuildCannotBeLocked() throws IOException {
    Files.delete(jar);
    Acme.classes().folder(berth.root().resolve("target/classes"));

    fails(2, "cr flavor register --lock " + Acme.FLAVOR_CLASS).says("cannot be locked");

    register("");
    assertFalse(push(10, "").err().contains(CHANGED));
    push(4, " --locked")
        .says(
            "flavor 'acme' is locked, and loaded from the folder of classes "
                + berth.root().resolve("target/classes")
                + ", which cannot be locked",
            "put its jar into " + berth.root().resolve("flavors") + ", and register it again");

    Acme.classes().jar(jar);
    ok("cr flavor register " + Acme.FLAVOR_CLASS);
    push(10, " --locked");
  }

  @Test
  void aLockedFlavorStaysLocked() throws IOException {
    register(" --lock");
    Files.delete(jar);
    Acme.classes().folder(berth.root().resolve("target/classes"));

    fails(2, "cr flavor register " + Acme.FLAVOR_CLASS).says("cannot be locked", "--no-lock");

    ok("cr flavor register --no-lock " + Acme.FLAVOR_CLASS);
    push(10, "");
  }

  @Test
  void aStoreOfAnEarlierVersionHasNoRecord() throws IOException {
    register("");
    Path file = berth.root().resolve(".berth/registries.json");
    String store = Files.readString(file);
    String earlier =
        store.replaceFirst(
            "(?s),\\s*\"version\" : \"[^\"]*\",\\s*\"code\".*?\"locked\" : false", "");
    assertFalse(earlier.contains("locked"), earlier);
    Files.writeString(file, earlier);
    change();

    assertFalse(push(10, "").err().contains(CHANGED));
    push(4, " --locked").says("its jars were not recorded");
  }
}
