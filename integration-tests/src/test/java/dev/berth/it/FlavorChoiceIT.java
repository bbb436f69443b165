package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.it.kit.Acme;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Classes;
import dev.berth.it.kit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project with more jars than are used: no choice is silent. */
class FlavorChoiceIT {
  private static final String FLAVOR = "shop.Flavor";

  private final Berth berth;
  private final Path flavors;

  FlavorChoiceIT(@TempDir Path folder) {
    berth = Berth.inProject(folder);
    flavors = berth.root().resolve("flavors");
  }

  private static Classes shop(String version) {
    String members = "static final String BUILT = \"%s\";".formatted(version);
    return Classes.compile(
            Acme.flavor("shop", "Flavor", "public String name() { return \"shop\"; }", members))
        .listing(FLAVOR);
  }

  private static Path jar(Path file, String version) {
    return shop(version).jar(file, Map.of("Implementation-Version", version));
  }

  private Run register() {
    return berth.ok("cr", "flavor", "register", FLAVOR);
  }

  private JsonNode listed(Path jar) {
    JsonNode jars =
        berth.ok("cr", "flavor", "list", "--all", "--output", "json").json().path("jars");
    for (JsonNode each : jars) {
      if (each.path("path").asText().equals(jar.toString())) {
        return each;
      }
    }
    throw new AssertionError(jar + " is not in " + jars);
  }

  private static void assertQuiet(Run run) {
    assertFalse(run.err().contains("warning"), run::toString);
  }

  @Test
  void aVersionInAFolderIsNotUsedBesideOneInFlavors() {
    Path used = jar(flavors.resolve("shop.jar"), "1.0");
    Path other = jar(flavors.resolve("shop/shop.jar"), "1.1");
    String reason =
        "%s (version 1.0) also has shop.Flavor, and the jars in flavors/ are searched before its folders"
            .formatted(used);

    register().says("warning: %s (version 1.1) is not used: %s".formatted(other, reason));

    assertEquals("not used: " + reason, listed(other).path("problem").asText());
    assertFalse(listed(used).has("problem"));
    berth.ok("cr", "flavor", "list", "--all").prints("not used: " + reason);
  }

  @Test
  void foldersAreSearchedInTheOrderOfTheirNames() {
    jar(flavors.resolve("shop-1.0/shop.jar"), "1.0");
    Path other = jar(flavors.resolve("shop-1.1/shop.jar"), "1.1");

    register()
        .says(
            other + " (version 1.1) is not used",
            "the folders in flavors/ are searched in the order of their names");
  }

  @Test
  void classesOfTheBuildAreNotUsedBesideAJarInFlavors() {
    Path used = jar(flavors.resolve("shop.jar"), "1.0");
    Path classes = berth.root().resolve("target/classes");
    shop("1.0").folder(classes);
    assertQuiet(register());

    shop("1.1").folder(classes);

    String words =
        "warning: %s is not used: %s (version 1.0) also has shop.Flavor, and flavors/ is searched before target/"
            .formatted(classes, used);
    register().says(words);
    berth.ok("cr", "flavor", "list", "--all").says(words);
  }

  @Test
  void aJarThatIsNamedIsUsedAndTheOthersAreTold() {
    Path other = jar(flavors.resolve("shop.jar"), "1.0");
    Path named = jar(berth.root().resolve("build/shop.jar"), "1.1");

    berth
        .ok("cr", "flavor", "register", FLAVOR, "--jar", named.toString())
        .says(
            other + " (version 1.0) is not used: " + named + " (version 1.1)",
            "the jars of --jar are searched first");

    assertTrue(listed(other).path("problem").asText().startsWith("not used: " + named));
  }

  @Test
  void twoVersionsSideBySideAreRefused() throws IOException {
    Path first = jar(flavors.resolve("shop-1.0.jar"), "1.0");
    register();
    Path second = jar(flavors.resolve("shop-1.1.jar"), "1.1");
    String words =
        "two versions of it are in one folder: %s (version 1.0) and %s (version 1.1)"
            .formatted(first, second);

    berth.fails(4, "cr", "flavor", "register", FLAVOR).says(words, "remove one of them");
    berth.fails(4, "cr", "flavor", "describe", "shop").says(words);
    assertTrue(listed(first).path("problem").asText().startsWith("not used: shop.Flavor: two"));
    assertTrue(listed(second).path("problem").asText().startsWith("not used: shop.Flavor: two"));

    Files.delete(first);
    assertQuiet(register());
  }

  @Test
  void twoVersionsInOneFolderAreRefused() {
    jar(flavors.resolve("shop/shop-1.0.jar"), "1.0");
    jar(flavors.resolve("shop/shop-1.1.jar"), "1.1");

    berth.fails(4, "cr", "flavor", "register", FLAVOR).says("two versions", "remove one of them");
  }

  @Test
  void aCopyOfTheSameBuildIsNoChoice() {
    Path used = jar(flavors.resolve("shop-a.jar"), "1.0");
    Path copy = shop("1.0").jar(flavors.resolve("shop-b.jar"));

    assertQuiet(register());

    assertEquals("not used: it is the same as " + used, listed(copy).path("problem").asText());
  }

  @Test
  void librariesThatHideEachOtherAreTold() {
    jar(flavors.resolve("shop.jar"), "1.0");
    Path old = library("one").jar(flavors.resolve("lib-1.0.jar"));
    Path next = library("two").jar(flavors.resolve("lib-2.0.jar"));
    String words =
        "warning: %s and %s have different versions of the class lib.Library".formatted(old, next);

    register().says(words, "in a folder of its own, flavors/NAME/");
    berth.ok("cr", "flavor", "list", "--all").says(words);
    library("one").jar(next);
    assertQuiet(register());
    assertQuiet(berth.ok("cr", "flavor", "list", "--all"));
  }

  private static Classes library(String version) {
    return Classes.compile(
        "package lib; public class Library { static final String V = \"%s\"; }".formatted(version));
  }

  @Test
  void aJarThatCannotBeReadIsNotUsedAndNotBlamed() throws IOException {
    Path sound = jar(flavors.resolve("shop.jar"), "1.0");
    Path truncated = flavors.resolve("truncated.jar");
    byte[] whole = Files.readAllBytes(sound);
    Files.write(truncated, Arrays.copyOf(whole, whole.length / 2));
    Path empty = Files.createFile(flavors.resolve("empty.jar"));

    register()
        .says(
            "warning: " + truncated + " is not used: it cannot be read as a jar: ",
            "warning: " + empty + " is not used: it cannot be read as a jar: zip file is empty");
    assertTrue(listed(truncated).path("problem").asText().contains("cannot be read as a jar"));
    assertTrue(listed(empty).path("problem").asText().contains("zip file is empty"));
    Run missing = berth.fails(4, "cr", "flavor", "register", "com.x.Nope");
    missing.says(
        "there is no class 'com.x.Nope'",
        "  searched: " + sound + "\n",
        "  " + empty + " was not searched: it cannot be read as a jar: zip file is empty\n",
        "  " + truncated + " was not searched: it cannot be read as a jar: ");
  }

  @Test
  void aJarThatListsAClassWithoutHavingItSaysSo() {
    Path jar =
        Classes.compile("package lib; public class Library {}")
            .listing("com.x.Nope")
            .jar(flavors.resolve("x.jar"));
    String words = "it lists com.x.Nope in META-INF/services, and does not have that class";

    assertEquals(words + "; build it again", listed(jar).path("problem").asText());
    berth.fails(4, "cr", "flavor", "register", "com.x.Nope").says(jar + ": " + words);
    Path library = Classes.compile("package lib; public class B {}").jar(flavors.resolve("b.jar"));
    berth.ok("cr", "flavor", "list", "--all").prints(library + "  none listed");
  }

  @Test
  void aClassThatIsDamagedInItsJarIsNotSaidToBeMissing() throws IOException {
    Path jar = jar(flavors.resolve("shop.jar"), "1.0");
    byte[] content = Files.readAllBytes(jar);
    int name = new String(content, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("shop/");
    Arrays.fill(content, name + 40, name + 60, (byte) 0xff);
    Files.write(jar, content);

    berth.fails(4, "cr", "flavor", "register", FLAVOR).says(FLAVOR, "its jar is damaged");
    assertTrue(
        listed(jar).path("problem").asText().startsWith("its class shop.Flavor cannot be read"));
  }

  @Test
  void aProjectWithoutJarsSaysSo() {
    berth.ok("cr", "flavor", "list", "--all").says("there are no jars in " + flavors);
    berth.ok("secret", "list").says("there are no secrets: berth secret set --help");
  }
}
