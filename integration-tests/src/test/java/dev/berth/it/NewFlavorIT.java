package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Classes;
import dev.berth.it.kit.Layout;
import dev.berth.it.kit.Maven;
import dev.berth.it.kit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A flavor from nothing to a push, as its README says. */
class NewFlavorIT {
  private final Path folder;
  private final Berth berth;

  NewFlavorIT(@TempDir Path folder) {
    this.folder = folder;
    this.berth = Berth.in(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"name-only", "checks", "login"})
  void aNewFlavorBuildsPassesItsTestAndPushes(String template) throws IOException {
    String name = "shop-2." + template;
    Run made = berth.ok("cr", "flavor", "new", name, "--template", template, "--output", "json");
    Path project = Path.of(made.json().path("directory").asText());
    new Maven(folder.resolve("repository")).succeeds(project, "verify");
    assertTrue(Files.exists(project.resolve("target/surefire-reports")));
    berth
        .ok("cr", "flavor", "verify", "--output", "json", jar(project, name).toString())
        .says("keeps all 17 rules");

    String flavorClass = made.json().path("flavorClass").asText();
    assertIndexed(project, name, flavorClass);
    pushes(berth.at(project), name, flavorClass);
    Path user = unpacked(project, name);
    assertTrue(Files.exists(user.resolve("flavors/%s/%s-flavor.jar".formatted(name, name))));
    pushes(berth.at(user), name, flavorClass);
  }

  private void pushes(Berth at, String name, String flavorClass) {
    at.ok("init");
    at.ok("cr", "flavor", "register", flavorClass);
    at.ok("cr", "flavor", "describe", name).prints("uri");
    Path data = at.root();
    try (var served = at.serve(data.resolve("images"))) {
      at.ok("cr", "register", "dev", "--flavor", name, "--uri", served.host());
      String image = served.host() + "/core/app:1";
      at.ok("cr", "check", image).prints("pass");
      Layout layout = Layout.random(data.resolve("image"), 1, 100);
      at.ok("push", image, "--from", layout.location());
      assertEquals(
          Optional.of(layout.descriptor().path("digest").asText()),
          served.registry().digest("core/app", "1"));
    }
  }

  private static void assertIndexed(Path project, String name, String flavorClass)
      throws IOException {
    try (var jar = new ZipFile(jar(project, name).toFile())) {
      var index = jar.getInputStream(jar.getEntry("META-INF/berth/flavors.json"));
      JsonNode flavor = new ObjectMapper().readTree(index).path("flavors").path(0);
      assertEquals(name, flavor.path("name").asText());
      assertEquals(flavorClass, flavor.path("flavorClass").asText());
      assertTrue(flavor.path("schema").path("properties").has("uri"), flavor::toString);
    }
  }

  /** A project of a user, with the flavor as its author packed it. */
  private Path unpacked(Path project, String name) throws IOException {
    Path user = folder.resolve("user");
    Path packed = project.resolve("target/%s-flavor.zip".formatted(name));
    try (var zip = new ZipFile(packed.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        Path file = user.resolve("flavors").resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip.getInputStream(entry), file);
      }
    }
    return user;
  }

  private static Path jar(Path project, String name) {
    return project.resolve("target/%s-flavor.jar".formatted(name));
  }

  @Test
  void aFlavorThatBreaksARuleIsNotVerified() throws IOException {
    Path jar = folder.resolve("bare.jar");
    Classes.compile(
            """
            package bare;
            public class Flavor extends dev.berth.spi.BaseContainerRegistryFlavor {
              @Override public String name() { return "bare"; }
            }
            """)
        .jar(jar);
    berth
        .fails(4, "cr", "flavor", "verify", jar.toString())
        .says("lists no flavor in META-INF/services", "--class");
    Run run = berth.fails(4, "cr", "flavor", "verify", jar.toString(), "--class", "bare.Flavor");
    run.prints("broken  service-file").says("bare.Flavor breaks 1 of 17 rules");
    berth
        .fails(4, "cr", "flavor", "verify", jar.toString(), "--class", "bare.Missing")
        .prints("broken  loads-alone");
    berth.fails(4, "cr", "flavor", "verify", "none.jar").says("does not exist");
    Path text = Files.writeString(folder.resolve("text.jar"), "text");
    berth.fails(4, "cr", "flavor", "verify", text.toString()).says("cannot be read as a jar");
  }

  private Path soundJar() {
    return jarNamed("sound", folder.resolve("sound.jar"));
  }

  /** The jar of a sound flavor. */
  private static Path jarNamed(String name, Path file) {
    return Classes.compile(
            """
            package sound;
            public class Flavor extends dev.berth.spi.BaseContainerRegistryFlavor {
              @Override public String name() { return "%s"; }
            }
            """
                .formatted(name))
        .listing("sound.Flavor")
        .jar(file);
  }

  @Test
  void aFlavorWithTheNameOfOneOfBerthIsNotVerified() throws IOException {
    Path project = Files.createDirectories(folder.resolve("project"));
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    Path jar = jarNamed("harbor", project.resolve("target/harbor.jar"));
    String problem = "flavor 'harbor' already exists";

    berth
        .fails(4, "cr", "flavor", "verify", jar.toString())
        .prints("broken  registers", problem, "part of Berth");
    berth
        .fails(4, "cr", "flavor", "dev", "--directory", project.toString(), "--builds", "1")
        .prints("registers: " + problem);
  }

  @Test
  void aPackedFlavorIsToldFromItsJar() throws IOException {
    Path jar = soundJar();
    Path packed = folder.resolve("packed.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(packed))) {
      zip.putNextEntry(new ZipEntry("sound/sound.jar"));
      Files.copy(jar, zip);
    }
    String problem = packed + " is the packed zip of a flavor";

    berth
        .fails(4, "cr", "flavor", "verify", packed.toString())
        .says(problem, "unpack it, and name the flavor's jar in it");
    Path built = Files.copy(jar, folder.resolve("packed.jar"));
    berth
        .fails(4, "cr", "flavor", "verify", packed.toString(), "--class", "sound.Flavor")
        .says(problem, "name the flavor's jar: " + built);
  }

  @Test
  void aPropertyThatDoesNotFitIsTheMistakeOfWhoGaveIt() {
    Path jar = soundJar();
    var verify = List.of("cr", "flavor", "verify", jar.toString());

    refused(verify, "--property", "defaultRepo=app")
        .says("error: there is no property 'defaultRepo'; did you mean 'defaultRepository'?");
    refused(verify, "-p", "insecure=no", "-p", "x=y")
        .says(
            "error: the given properties have 2 problems",
            "  property 'insecure' must be true or false, not 'no'",
            "  there is no property 'x'; the properties are uri, ");
    for (List<String> line :
        List.of(verify, List.of("cr", "flavor", "dev", "--directory", folder.toString()))) {
      assertEquals(
          "error: --property needs NAME=VALUE", refused(line, "--property", "region").error());
    }
  }

  private Run refused(List<String> line, String... more) {
    return berth.fails(2, Stream.concat(line.stream(), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void aLibraryThatCannotBeReadIsNotPassedOver() throws IOException {
    Path jar = soundJar();
    byte[] whole = Files.readAllBytes(jar);
    Path truncated = folder.resolve("library.jar");
    Files.write(truncated, Arrays.copyOf(whole, whole.length / 2));
    String words = "error: " + truncated + ": it cannot be read as a jar: ";

    berth
        .fails(4, "cr", "flavor", "verify", jar.toString(), "--library", truncated.toString())
        .says(words);
    berth
        .fails(4, "cr", "flavor", "register", "sound.Flavor", "--jar=" + jar, "--jar=" + truncated)
        .says(words);
  }

  @Test
  void theCheckOfANewFlavorStopsAPush() {
    Path project =
        Path.of(
            berth
                .ok("cr", "flavor", "new", "shop", "--package", "org.shop", "-o", "json")
                .json()
                .path("directory")
                .asText());
    new Maven(folder.resolve("repository")).succeeds(project, "package");
    Berth at = berth.at(project);
    at.ok("init");
    at.ok("cr", "flavor", "register", "org.shop.ShopFlavor");
    at.ok("cr", "register", "dev", "--flavor", "shop", "--uri", "localhost:1", "--team", "web");
    at.fails(10, "push", "localhost:1/other/app:1", "--from", "oci:" + folder)
        .says("does not belong to the team web", "push to localhost:1/web/NAME");
  }

  @ParameterizedTest
  @CsvSource({
    "Shop,,'is not a valid name for a flavor'",
    "-shop,,''",
    "aws,,'is part of Berth'",
    "shop,org.class,'is not a valid name for a package'",
    "shop,org..shop,'is not a valid name for a package'",
    "shop,java.shop,'is not a valid name for a package'",
    "shop,dev.berth.spi,'is not a valid name for a package'",
    "shop,../up,'is not a valid name for a package'",
  })
  void aNameThatCannotBeUsedWritesNothing(String name, String packageName, String words)
      throws IOException {
    Run run =
        packageName == null
            ? berth.fails(2, "cr", "flavor", "new", name)
            : berth.fails(2, "cr", "flavor", "new", name, "--package", packageName);
    run.says(words);
    try (Stream<Path> files = Files.list(berth.root())) {
      assertEquals(
          Optional.empty(), files.filter(it -> !it.endsWith("home")).findAny(), run::toString);
    }
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    Path used = Files.createDirectory(folder.resolve("shop"));
    Files.writeString(used.resolve("notes.txt"), "mine");
    berth.fails(2, "cr", "flavor", "new", "shop").says("is not an empty folder", "--directory");
    assertEquals("mine", Files.readString(used.resolve("notes.txt")));
    berth
        .fails(2, "cr", "flavor", "new", "shop", "--directory", "shop/notes.txt")
        .says("is not an empty folder");
    berth.ok("cr", "flavor", "new", "shop", "--directory", "work/shop");
    assertTrue(Files.exists(folder.resolve("work/shop/pom.xml")));
  }
}
