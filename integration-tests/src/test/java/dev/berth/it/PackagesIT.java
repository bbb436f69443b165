package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.CleanRoot;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Layout;
import dev.berth.it.kit.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./package} writes, on systems without Java. */
@Tag("packages")
class PackagesIT {
  private static final Path TARGET = Path.of("../cli/target");
  private static final String USER = "ordinary";

  @RegisterExtension static final Engine engine = new Engine();

  private static Path only(String glob) throws IOException {
    try (var files = Files.newDirectoryStream(TARGET, glob)) {
      List<Path> found = new ArrayList<>();
      files.forEach(found::add);
      assertEquals(1, found.size(), () -> glob + ": " + found + "; run ./package first");
      return found.get(0);
    }
  }

  @Test
  void theDebianPackageWorksForAnOrdinaryUserWhereNoJavaIs() throws IOException {
    try (var root = CleanRoot.start(CleanRoot.DEBIAN)) {
      root.copy(only("berth_*.deb"), "/berth.deb");
      root.run("dpkg", "--install", "/berth.deb");
      root.run("useradd", "--create-home", USER);
      assertEquals("none", root.run("sh", "-c", "command -v java || echo none"));

      String version = root.runAs(USER, "berth", "--version");
      assertTrue(version.startsWith("berth " + System.getProperty("berth.version")), version);
      assertTrue(
          root.runAs(USER, "berth", "quickstart")
              .matches("localhost:\\d+/hello@sha256:[0-9a-f]{64}"));
      root.runAs(USER, "sh", "-c", "echo t | berth secret set ci --username=u --password-stdin");
      root.runAs(USER, "berth", "cr", "register", "r", "--flavor=harbor", "--uri=h.example/p");
      String described = root.runAs(USER, "berth", "cr", "describe", "r");
      assertTrue(described.contains("h.example/p"), described);
      String flavors = root.runAs(USER, "berth", "container-registry", "flavor", "list", "-o=json");
      assertTrue(flavors.contains("\"aws\"") && flavors.contains("\"gitlab\""), flavors);
      assertFalse(flavors.contains("broken"), flavors);
    }
  }

  @Test
  void theDebianPackageHasManPagesAndCompletionAndIsRemovedWholly() throws IOException {
    try (var root = CleanRoot.start(CleanRoot.DEBIAN)) {
      root.copy(only("berth_*.deb"), "/berth.deb");
      // A container's image may leave them out.
      root.run("sh", "-c", "rm -f /etc/dpkg/dpkg.cfg.d/docker*");
      root.run("dpkg", "--install", "/berth.deb");

      String push = root.run("gzip", "-dc", "/usr/share/man/man1/berth-push.1.gz");
      assertTrue(push.contains("\\-\\-from=SOURCE"), push);
      for (String file :
          List.of(
              "man/man1/berth.1.gz",
              "doc/berth/copyright",
              "bash-completion/completions/berth",
              "zsh/vendor-completions/_berth",
              "fish/vendor_completions.d/berth.fish")) {
        root.run("test", "-s", "/usr/share/" + file);
      }
      assertEquals("", root.run("dpkg", "--verify", "berth"));

      root.run("dpkg", "--purge", "berth");
      assertEquals("", root.run("sh", "-c", "find /usr -name '*berth*'"));
    }
  }

  @Test
  void theRuntimeIsTheOneOfThePackageAndUsesItsArchiveOfClasses() throws IOException {
    try (var root = CleanRoot.start(CleanRoot.DEBIAN)) {
      root.copy(only("berth-*-linux-x86_64.tar.gz"), "/berth.tar.gz");
      root.run("mkdir", "/elsewhere");
      root.run("tar", "-xzf", "/berth.tar.gz", "-C", "/elsewhere", "--strip-components=1");

      // With -Xshare:on, the JVM fails if the archive does not fit.
      root.run(
          "env",
          "JAVA_HOME=/nonexistent",
          "LC_ALL=en_US.UTF-8",
          "BERTH_JAVA_OPTS=-Xshare:on",
          "/elsewhere/bin/berth",
          "container-registry",
          "list");
    }
  }

  @Test
  void theImagePushesAndIsNotRoot(@TempDir Path folder) throws IOException {
    String image = "berth-packages-it";
    CleanRoot.build(image, Path.of("../Dockerfile"), TARGET);
    engine.discardLater(image);
    Registry registry = engine.sharedRegistry();
    Layout layout = Layout.random(folder.resolve("layout"), 2, 1000);
    String target = registry.host() + "/packages/app:1";
    try (var root = CleanRoot.start(image)) {
      root.copy(folder.resolve("layout"), "/tmp/layout");

      assertEquals("berth", root.run("id", "-un"));
      root.run("berth", "cr", "register", "r", "--flavor", "default", "--uri", registry.host());
      String pushed = root.run("berth", "push", target, "--from", "oci:/tmp/layout");

      String digest = layout.descriptor().path("digest").asText();
      assertEquals(registry.host() + "/packages/app@" + digest, pushed);
      assertEquals(Optional.of(digest), registry.digest("packages/app", "1"));
    }
    System.out.println("The image of the command has " + CleanRoot.size(image) + " bytes.");
  }

  @Test
  void theArchivesForAnyJavaAreTheSameAsTarAndAsZip() throws IOException {
    for (String kind : List.of("", "-slim")) {
      String version = System.getProperty("berth.version");
      try (var zip = new ZipFile(TARGET.resolve("berth-" + version + kind + ".zip").toFile())) {
        List<String> names = zip.stream().map(ZipEntry::getName).sorted().toList();
        String tar = TARGET.resolve("berth-" + version + kind + ".tar.gz").toString();
        try (var process = new ProcessBuilder("tar", "-tzf", tar).start().inputReader()) {
          assertEquals(process.lines().sorted().toList(), names);
        }
        assertTrue(names.contains("berth-" + version + "/bin/berth.bat"), names::toString);
        assertEquals(
            kind.isEmpty(), names.stream().anyMatch(it -> it.contains("/sdk/")), names::toString);
      }
    }
  }
}
