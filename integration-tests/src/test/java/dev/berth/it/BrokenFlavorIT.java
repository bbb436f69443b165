package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.it.kit.Acme;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Classes;
import dev.berth.it.kit.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flavors that cannot be used: each says why, and stops no other. */
class BrokenFlavorIT {
  private static final String NAME = "public String name() { return \"broken\"; }";

  private record Broken(String className, String reason, String source) {}

  private static Broken flavor(String className, String reason, String members) {
    return new Broken(className, reason, Acme.flavor("broken", className, NAME, members));
  }

  private static Broken name(String className, String reason, String nameMethod) {
    return new Broken(className, reason, Acme.flavor("broken", className, nameMethod, ""));
  }

  private static Broken source(String className, String reason, String source) {
    return new Broken(className, reason, "package broken;\n" + source);
  }

  private static final List<Broken> BROKEN =
      List.of(
          source("Plain", "does not extend", "public class Plain {}"),
          source("Shape", "does not extend", "public interface Shape {}"),
          source(
              "Half",
              "abstract",
              "public abstract class Half extends dev.berth.spi.BaseContainerRegistryFlavor {}"),
          flavor("Closed", "public constructor", "private Closed() {}"),
          flavor("Choosy", "public constructor", "public Choosy(String argument) {}"),
          flavor(
              "Throwing",
              "out of paint",
              "public Throwing() { throw new IllegalStateException(\"out of paint\"); }"),
          flavor(
              "Failing", "out of glue", "public Failing() { throw new Error(\"out of glue\"); }"),
          flavor(
              "Static",
              "out of ink",
              "static { if (true) throw new IllegalStateException(\"out of ink\"); }"),
          flavor("Endless", "recurses", "private final Object self = new Endless();"),
          flavor(
              "Stuck",
              "did not end",
              "public Stuck() throws Exception { new java.util.concurrent.CountDownLatch(1).await(); }"),
          flavor(
              "Hostile",
              "red${7*7}{}%s",
              "public Hostile() { throw new RuntimeException("
                  + "\"\\u001b[31m\\u202ered${7*7}{}%s\\r\\nerror: x\"); }"),
          name("Nameless", "name", "public String name() { return null; }"),
          name("Shouting", "ACME!", "public String name() { return \"ACME!\"; }"),
          name(
              "Speechless",
              "lost my voice",
              "public String name() { throw new Error(\"lost my voice\"); }"));

  private final Path folder;
  private final Berth berth;

  BrokenFlavorIT(@TempDir Path folder) {
    this.folder = folder;
    berth = Berth.inProject(folder);
  }

  private Path jar() {
    return berth.root().resolve("flavors/broken.jar");
  }

  private void assertRefused(String className, String... reasons) {
    berth.fails(4, "container-registry", "flavor", "register", className).says(reasons);
    assertFalse(Files.exists(berth.store().file()));
  }

  @Test
  void eachBrokenFlavorIsRefusedWithTheReason() {
    Classes.compile(BROKEN.stream().map(Broken::source).toArray(String[]::new)).jar(jar());

    assertAll(BROKEN.stream().map(broken -> () -> register(broken)));

    assertFalse(Files.exists(berth.store().file()));
    berth.assertShippedFlavorsWork();
  }

  private void register(Broken broken) {
    String className = "broken." + broken.className();
    berth.fails(4, "cr", "flavor", "register", className).says(className, broken.reason());
  }

  @Test
  void aClassThatIsNotThereIsRefusedWithWhereItWasLookedFor() {
    Acme.classes().jar(berth.root().resolve("flavors/acme.jar"));

    assertRefused(
        "acme.AcmeRegistryFlavour",
        "acme.AcmeRegistryFlavour",
        berth.root().toString(),
        "flavors/acme.jar",
        "did you mean 'acme.AcmeRegistryFlavor'");
  }

  @Test
  void anEmptyRootIsSaidToBeEmpty() {
    assertRefused("acme.AcmeRegistryFlavor", "flavors/", berth.root().toString());
  }

  @Test
  void aNamedJarThatIsNotThereIsNamed() {
    Path jar = folder.resolve("no-such.jar");

    berth
        .fails(4, "cr", "flavor", "register", "acme.Flavor", "--jar", jar.toString())
        .says(jar.toString());
  }

  @Test
  void aFlavorForANewerJavaIsRefusedWithBothVersions() {
    Classes.compile(Acme.flavor("broken", "Newer", NAME, "")).forJava(99).jar(jar());

    assertRefused("broken.Newer", "Java 99", "Java " + Runtime.version().feature());
  }

  @Test
  void aDamagedJarIsNamed() throws IOException {
    Files.createDirectories(jar().getParent());
    Files.writeString(jar(), "hello");

    assertRefused(
        "acme.AcmeRegistryFlavor", jar() + " was not searched: it cannot be read as a jar");
  }

  @Test
  void aFlavorThatCarriesBerthItselfIsRefused() {
    Classes.compile(Acme.flavor("broken", "Fat", NAME, "")).withCopyOfBerth().jar(jar());

    assertRefused("broken.Fat", jar().toString(), "a copy of Berth's classes", "provided");
  }

  @Test
  void aFlavorWhoseSuperclassIsNotThereNamesIt() {
    Classes.compile(
            "package missing; public abstract class Base extends"
                + " dev.berth.spi.BaseContainerRegistryFlavor {}",
            "package broken; public class Orphan extends missing.Base { " + NAME + " }")
        .in("broken")
        .jar(jar());

    assertRefused("broken.Orphan", "missing.Base");
  }

  @Test
  void aJarThatAnyoneMayChangeIsRefused() {
    Classes.compile(Acme.flavor("broken", "Open", NAME, "")).jar(jar());
    Permissions.set(jar(), "rw-rw-rw-");

    assertRefused("broken.Open", "chmod o-w");
  }

  @Test
  void aJarInAFolderThatAnyoneMayChangeIsRefused() {
    Classes.compile(Acme.flavor("broken", "Open", NAME, "")).jar(jar());
    Permissions.set(berth.root().resolve("flavors"), "rwxrwxrwx");

    assertRefused("broken.Open", "chmod o-w");
  }

  @Test
  void aJarThatLeadsOutOfItsFolderIsRefused() {
    Classes library = Classes.compile("package lib; public class Library {}");
    library.jar(folder.resolve("elsewhere.jar"));
    library.jar(jar().resolveSibling("library.jar"));
    Classes flavor = Classes.compile(Acme.flavor("broken", "Leading", NAME, ""));

    flavor.jar(jar(), "library.jar " + folder.resolve("elsewhere.jar").toUri());
    assertRefused("broken.Leading", "Class-Path", "elsewhere.jar");

    library.jar(jar().resolveSibling("library.jar"), "../../../elsewhere.jar");
    flavor.jar(jar(), "library.jar");
    assertRefused("broken.Leading", "Class-Path", "elsewhere.jar");

    library.jar(jar().resolveSibling("library.jar"));
    berth.ok("cr", "flavor", "register", "broken.Leading");
  }

  @Test
  void brokenJarsNextToAGoodOneDoNotDisturbIt() throws IOException {
    Acme.classes().jar(berth.root().resolve("flavors/good.jar"));
    Files.writeString(berth.root().resolve("flavors/garbage.jar"), "no jar at all");
    Files.writeString(berth.root().resolve("flavors/empty.jar"), "");
    Files.createDirectories(berth.root().resolve("flavors/folder.jar"));

    berth.ok("container-registry", "flavor", "register", Acme.FLAVOR_CLASS);
  }

  @Test
  void aFlavorThatBreaksLaterIsListedAsBrokenAndStopsNoOther() {
    Acme.classes().jar(berth.root().resolve("flavors/acme/acme.jar"));
    berth.ok("cr", "flavor", "register", Acme.FLAVOR_CLASS);
    Classes.compile(Acme.flavor("good", "GoodFlavor", "good"))
        .jar(berth.root().resolve("flavors/good/good.jar"));
    berth.ok("cr", "flavor", "register", "good.GoodFlavor");
    berth.ok("cr", "register", "r", "--flavor", "acme", "--uri", "acme.example", "--team", "blue");
    Acme.classes().without("acme").jar(berth.root().resolve("flavors/acme/acme.jar"));

    JsonNode flavors = berth.ok("cr", "flavor", "list", "--output", "json").json();

    for (JsonNode flavor : flavors) {
      boolean broken = flavor.path("name").asText().equals("acme");
      assertEquals(broken ? "broken" : "ok", flavor.path("status").asText(), flavor::toString);
      assertEquals(broken, flavor.path("problem").asText().contains(Acme.FLAVOR_CLASS));
    }
    berth.ok("cr", "flavor", "list").prints("broken: ");
    berth.ok("cr", "list").prints("r", "acme");
    berth.fails(4, "cr", "describe", "r").says(Acme.FLAVOR_CLASS);
    berth.fails(4, "push", "acme.example/app").says(Acme.FLAVOR_CLASS);
    berth.registered("other", "other.example");
    berth.ok("cr", "delete", "r", "--yes");
    berth.ok("cr", "flavor", "delete", "acme");
  }
}
