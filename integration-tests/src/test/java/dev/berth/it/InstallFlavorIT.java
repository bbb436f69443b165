package dev.berth.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.Acme;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Classes;
import dev.berth.it.kit.Distribution;
import dev.berth.it.kit.MavenServer;
import dev.berth.it.kit.Permissions;
import dev.berth.it.kit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flavors, and the libraries of flavors, from Maven repositories. */
class InstallFlavorIT {
  private static final String INSTALL = "cr flavor install ";
  private static final String AZURE = "teamreg.azurecr.io/app:1";

  private final Path folder;
  private final Berth berth;
  private final MavenServer maven;

  InstallFlavorIT(@TempDir Path folder) {
    this.folder = folder;
    berth = Berth.inProject(folder).withoutSdks();
    maven = new MavenServer(folder.resolve("repository"));
    maven.mirrorFor(berth.home());
  }

  @AfterEach
  void stop() {
    maven.close();
  }

  private Run ok(String line) {
    return berth.ok(line.split(" ", -1));
  }

  private Run fails(int status, String line) {
    return berth.fails(status, line.split(" ", -1));
  }

  private Path installed(String path) {
    return berth.home().resolve(".config/berth/flavors").resolve(path);
  }

  /** The lines of the flavor's list. */
  private static List<String> libraries(String flavor) throws IOException {
    try (Stream<Path> jars = Files.list(Distribution.folder().resolve("flavors/" + flavor))) {
      Path jar = jars.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
      try (var file = new JarFile(jar.toFile());
          var in = file.getInputStream(file.getEntry("META-INF/berth/libraries.txt"))) {
        return new String(in.readAllBytes(), UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> line.contains(":jar:"))
            .map(line -> line.split(" ", -1)[0])
            .toList();
      }
    }
  }

  /** Gives the repository the libraries of a flavor. */
  private void serveLibraries(String flavor) throws IOException {
    for (String library : libraries(flavor)) {
      String coordinates = library.replace(":jar:", ":");
      maven.add(coordinates, inDistribution(flavor, coordinates), "");
    }
  }

  private static Path inDistribution(String flavor, String coordinates) {
    String[] parts = coordinates.split(":", -1);
    return Distribution.folder()
        .resolve("flavors/%s/sdk/%s-%s.jar".formatted(flavor, parts[1], parts[2]));
  }

  @Test
  void theSlimDistributionBecomesAFullOne() throws IOException {
    serveLibraries("azure");
    ok("cr register r --flavor azure --uri teamreg.azurecr.io");
    fails(4, "cr check " + AZURE).says("berth container-registry flavor install azure");

    Run run = ok(INSTALL + "azure --output json");

    assertEquals(libraries("azure").size(), run.json().path("jars").size());
    assertEquals(installed("azure").toString(), run.json().path("folder").asText());
    assertEquals("rwx------", Permissions.of(installed("")));
    String check =
        berth.with("HTTPS_PROXY", "http://localhost:1").fails(10, "cr", "check", AZURE).out();
    assertTrue(check.contains("there are no Azure credentials"), check);
    ok(INSTALL + "azure").says("has all libraries");
    ok("cr flavor uninstall azure");
    assertFalse(Files.exists(installed("azure")));
    fails(4, "cr check " + AZURE).says("berth container-registry flavor install azure");
    fails(2, "cr flavor uninstall azure").says("'azure' is not installed");
  }

  @Test
  void aFlavorThatHasOrNeedsNoLibrariesInstallsNothing() {
    ok(INSTALL + "dockerhub").says("has all libraries");
    fails(4, INSTALL + "azur").says("azure");

    assertEquals(List.of(), maven.requests());
  }

  @Test
  void aLibraryThatIsNotTheOneOfTheFlavorIsRefused() throws IOException {
    serveLibraries("azure");
    String first = libraries("azure").get(0).replace(":jar:", ":");
    // The checksum of the repository fits.
    Path other = maven.add(first, Acme.classes().jar(folder.resolve("other.jar")), "");

    fails(9, INSTALL + "azure")
        .says(other.getFileName().toString().split("-\\d", -1)[0], "sha256:");

    assertFalse(Files.exists(installed("azure")));
    assertEquals(List.of(), left());
  }

  private List<Path> left() throws IOException {
    if (!Files.exists(installed(""))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(installed(""))) {
      return files.toList();
    }
  }

  @Test
  void librariesOfAnotherVersionAreNotUsed() throws IOException {
    serveLibraries("azure");
    ok("cr register r --flavor azure --uri teamreg.azurecr.io");
    ok(INSTALL + "azure");
    Path library = installed("azure/sdk/azure-json-1.5.1.jar");
    Files.move(library, library.resolveSibling("azure-json-1.4.0.jar"));

    fails(4, "cr check " + AZURE).says("berth container-registry flavor install azure");

    ok(INSTALL + "azure");
    assertTrue(Files.exists(library));
  }

  @Test
  void aDamagedLibraryIsReportedAndInstalledAgain() throws IOException {
    serveLibraries("azure");
    ok("cr register r --flavor azure --uri teamreg.azurecr.io");
    ok(INSTALL + "azure");
    Path library = installed("azure/sdk/azure-core-1.61.0.jar");
    Files.writeString(library, "");
    fails(4, "cr check " + AZURE).says("azure-core-1.61.0.jar is damaged", "flavor install azure");

    ok(INSTALL + "azure").says("installed");

    assertTrue(Files.size(library) > 0);
  }

  @Test
  void librariesThatEveryoneCanChangeAreNotUsed() throws IOException {
    serveLibraries("azure");
    ok("cr register r --flavor azure --uri teamreg.azurecr.io");
    ok(INSTALL + "azure");
    Permissions.set(installed("azure/sdk/azure-json-1.5.1.jar"), "rw-rw-rw-");

    fails(4, "cr check " + AZURE).says("can be changed by every user");
  }

  /** A flavor with a library, as an author publishes it. */
  private void publishAcme(String version) {
    Path flavor =
        Acme.classes()
            .without("acme.sdk")
            .listing(Acme.FLAVOR_CLASS)
            .jar(folder.resolve("acme.jar"));
    Path sdk = Acme.classes().in("acme.sdk").jar(folder.resolve("sdk.jar"));
    Path other =
        Classes.compile("package other; public class Other {}").jar(folder.resolve("o.jar"));
    maven.add("acme:acme-sdk:2.0", sdk, "");
    maven.add("acme:tests:1.0", other, "");
    maven.add("dev.berth:berth-base:1.0", other, "");
    maven.add(
        "com.acme:acme-flavor:" + version,
        flavor,
        MavenServer.dependency("acme:acme-sdk:2.0", "compile")
            + MavenServer.dependency("dev.berth:berth-base:1.0", "compile")
            + MavenServer.dependency("acme:tests:1.0", "test"));
  }

  @Test
  void anInstalledFlavorNeedsNoRegistration() throws IOException {
    publishAcme("1.0");

    Run run = ok(INSTALL + "com.acme:acme-flavor:1.0 --output json");

    assertEquals("acme", run.json().path("flavors").path(0).asText());
    assertEquals(
        List.of("acme-flavor-1.0.jar", "acme-sdk-2.0.jar"),
        Stream.of(installed("acme").toFile().list()).sorted().toList());
    ok("cr flavor list").prints("acme", "ok");
    ok("cr flavor list --all").prints(installed("acme/acme-flavor-1.0.jar").toString());
    ok("cr register r --flavor acme --uri acme.example --team blue");
    berth
        .with(Acme.REFUSES, "true")
        .fails(10, "push", "acme.example/app:1")
        .says("blue has no quota left");
    fails(2, "cr flavor delete acme").says("berth container-registry flavor uninstall acme");
    fails(2, "cr flavor uninstall acme").says("in use by r");
    ok("cr delete r --yes");
    ok("cr flavor uninstall acme");
    fails(4, "cr flavor describe acme").says("there is no flavor 'acme'");
  }

  @Test
  void anotherVersionReplacesTheInstalledOne() {
    publishAcme("1.0");
    ok(INSTALL + "com.acme:acme-flavor:1.0");
    publishAcme("1.1");

    ok(INSTALL + "com.acme:acme-flavor:1.1");

    assertEquals(
        List.of("acme-flavor-1.1.jar", "acme-sdk-2.0.jar"),
        Stream.of(installed("acme").toFile().list()).sorted().toList());
  }

  @Test
  void anotherFlavorOfTheSameNameIsRefused() {
    publishAcme("1.0");
    ok(INSTALL + "com.acme:acme-flavor:1.0");
    publishAcme("1.1");
    Path other =
        Classes.compile(Acme.flavor("other", "Other", "acme"))
            .listing("other.Other")
            .jar(folder.resolve("other.jar"));
    maven.add("com.other:other:1.0", other, "");

    fails(2, INSTALL + "com.other:other:1.0").says("'acme' is already installed", "uninstall acme");

    ok(INSTALL + "com.acme:acme-flavor:1.1").says("replaced the flavor 'acme'");
  }

  @Test
  void theRegisteredFlavorOfAProjectComesBeforeTheInstalledOne() throws IOException {
    publishAcme("1.0");
    ok(INSTALL + "com.acme:acme-flavor:1.0");
    Acme.classes().jar(berth.root().resolve("flavors/acme.jar"));

    berth.ok("cr", "flavor", "register", Acme.FLAVOR_CLASS);

    ok("cr flavor list").prints("not used: another flavor has its name");
    ok("cr register r --flavor acme --uri acme.example --team blue");
    ok("cr flavor uninstall acme");
    ok("cr describe r");
  }

  @Test
  void whatIsNoUsableFlavorIsNotInstalled() throws IOException {
    Path noFlavor = Acme.classes().in("acme.sdk").jar(folder.resolve("sdk.jar"));
    maven.add("acme:acme-sdk:2.0", noFlavor, "");
    Path taken =
        Classes.compile(Acme.flavor("taken", "Taken", "aws"))
            .listing("taken.Taken")
            .jar(folder.resolve("taken.jar"));
    maven.add("taken:taken:1.0", taken, "");

    fails(4, INSTALL + "acme:acme-sdk:2.0").says("acme:acme-sdk:2.0 contains no flavor");
    fails(2, INSTALL + "taken:taken:1.0").says("flavor 'aws' already exists");

    assertEquals(List.of(), left());
  }

  /** A flavor that names its library in {@code dependencies()}. */
  private static Classes mine() {
    String members =
        """
        public java.util.List<String> dependencies() { return java.util.List.of("acme:acme-sdk:2.0"); }
        public dev.berth.spi.ContainerRegistry createRegistry(dev.berth.spi.RegistryContext context) {
          new acme.sdk.QuotaClient();
          return super.createRegistry(context);
        }
        """;
    return Classes.compile(
            Acme.flavor("mine", "Mine", "public String name() { return \"mine\"; }", members),
            "package acme.sdk; public class QuotaClient {}")
        .without("acme.sdk");
  }

  @Test
  void theLibrariesThatAnInstalledFlavorNamesAreInstalledBesideIt() throws IOException {
    publishAcme("1.0");
    maven.add("mine:mine:1.0", mine().listing("mine.Mine").jar(folder.resolve("mine.jar")), "");
    ok(INSTALL + "mine:mine:1.0");
    ok("cr register r --flavor mine --uri localhost:1");
    fails(4, "cr check localhost:1/app").says("berth container-registry flavor install mine");

    ok(INSTALL + "mine").says("installed 1 library");

    fails(8, "cr check localhost:1/app");
    fails(2, "cr flavor uninstall mine").says("in use by r");
  }

  @Test
  void anInstalledJarWithSeveralFlavorsIsKeptWhileOneIsInUse() throws IOException {
    Path jar =
        Classes.compile(Acme.flavor("pair", "One", "one"), Acme.flavor("pair", "Two", "two"))
            .listing("pair.One\npair.Two")
            .jar(folder.resolve("pair.jar"));
    maven.add("acme:pair:1.0", jar, "");
    ok(INSTALL + "acme:pair:1.0");
    ok("cr register r --flavor two --uri localhost:1");

    fails(2, "cr flavor uninstall pair").says("flavor 'two' is in use by r");

    ok("cr delete r --yes");
    ok("cr flavor uninstall pair");
  }

  @Test
  void aListedClassIsNotTakenFromTheProject() throws IOException {
    Acme.classes().jar(berth.root().resolve("flavors/acme.jar"));
    Path jar =
        Acme.classes().in("acme.sdk").listing(Acme.FLAVOR_CLASS).jar(folder.resolve("bare.jar"));
    maven.add("bare:bare:1.0", jar, "");

    fails(4, INSTALL + "bare:bare:1.0").says("bare-1.0.jar", "does not have that class");

    assertEquals(List.of(), left());
  }

  @Test
  void theLibrariesThatACustomFlavorNamesAreInstalled() throws IOException {
    publishAcme("1.0");
    mine().jar(berth.root().resolve("flavors/mine.jar"));
    ok("cr flavor register mine.Mine");
    ok("cr register r --flavor mine --uri localhost:1");
    fails(4, "cr check localhost:1/app").says("berth container-registry flavor install mine");

    ok(INSTALL + "mine").says("installed 1 library");

    fails(8, "cr check localhost:1/app");
    ok("cr flavor uninstall mine");
    fails(4, "cr check localhost:1/app").says("acme.sdk.QuotaClient");
  }

  @Test
  void failuresOfTheRepositorySayWhatToDo() throws IOException {
    publishAcme("1.0");
    fails(4, INSTALL + "com.acme:none:1.0").says("com.acme:none", "not found in the repositories");

    Path jar = folder.resolve("repository/acme/acme-sdk/2.0/acme-sdk-2.0.jar");
    Files.writeString(Path.of(jar + ".sha1"), "0".repeat(40));
    fails(9, INSTALL + "com.acme:acme-flavor:1.0").says("acme-sdk", "checksum");
    Files.delete(Path.of(jar + ".sha1"));
    fails(9, INSTALL + "com.acme:acme-flavor:1.0").says("acme-sdk", "checksum");

    Path local = berth.home().resolve(".m2/repository/com/acme/acme-flavor/1.0");
    String settings = folder.resolve("none.xml").toString();
    fails(2, INSTALL + "com.acme:acme-flavor:1.0 --settings " + settings).says("do not exist");
    Files.writeString(Path.of(jar + ".sha1"), sha1(jar));
    ok(INSTALL + "com.acme:acme-flavor:1.0");
    ok("cr flavor uninstall acme");
    Path damaged = local.resolve("acme-flavor-1.0.jar");
    Files.writeString(damaged, "zz");
    fails(9, INSTALL + "com.acme:acme-flavor:1.0").says("is damaged", "delete " + damaged);
    Files.delete(damaged);

    maven.askForLogin();
    fails(5, INSTALL + "com.acme:acme-flavor:1.0").says("refused the login", "Maven's settings");

    MavenServer.mirrorFor(berth.home(), "http://localhost:1", "");
    fails(8, INSTALL + "com.acme:acme-flavor:1.0").says("cannot be downloaded");
    Files.writeString(berth.home().resolve(".m2/settings.xml"), "<settings><mirrors>");
    fails(2, INSTALL + "com.acme:acme-flavor:1.0").says("Maven's settings are not valid");
    assertEquals(List.of(), left());
  }

  private static String sha1(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void loginsAndProxiesOfTheSettingsAreUsed() {
    publishAcme("1.0");
    maven.askForLogin();
    String[] place = maven.host().split(":", -1);
    String proxy =
        "<proxies><proxy><active>true</active><protocol>http</protocol><host>%s</host><port>%s</port></proxy></proxies>"
            .formatted(place[0], place[1]);
    // The server answers as a proxy too, since it ignores the host of a request.
    MavenServer.mirrorFor(berth.home(), "http://repository.invalid", MavenServer.login() + proxy);

    ok(INSTALL + "com.acme:acme-flavor:1.0").says("installed the flavor 'acme'");
  }

  @Test
  void offlineUsesTheLocalRepository() throws IOException {
    publishAcme("1.0");
    fails(4, INSTALL + "com.acme:acme-flavor:1.0 --offline").says("offline");
    ok(INSTALL + "com.acme:acme-flavor:1.0");
    ok("cr flavor uninstall acme");
    int requests = maven.requests().size();

    ok(INSTALL + "com.acme:acme-flavor:1.0 --offline");

    Path settings = folder.resolve("other.xml");
    Files.writeString(settings, "<settings><offline>true</offline></settings>");
    fails(4, INSTALL + "com.acme:other:1.0 --settings " + settings).says("offline");
    assertEquals(requests, maven.requests().size());
  }

  @Test
  void whatIsNeitherAFlavorNorCoordinatesIsExplained() {
    for (String wrong : List.of("a:b", "a:b:c:d", "a:b:[1,2)")) {
      berth.fails(2, "cr", "flavor", "install", wrong).says("GROUP:ARTIFACT:VERSION");
    }
    for (String wrong : List.of("../x", "a b", "")) {
      berth.fails(4, "cr", "flavor", "install", wrong).says("there is no flavor");
    }
    for (String wrong : List.of("../x", ".", "")) {
      berth.fails(2, "cr", "flavor", "uninstall", wrong).says("is not installed");
    }
  }
}
