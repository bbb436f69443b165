package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Distribution;
import dev.berth.it.kit.Layout;
import dev.berth.it.kit.ServedRegistry;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a command loads, which is most of the time that a short one takes. A package appears here
 * again when something on its way uses it without need.
 */
class StartIT {
  private static final Pattern LOADED = Pattern.compile("\\] ([\\w.$]+)\\S* source:");
  private static final Pattern PICOCLI = Pattern.compile("picocli/.*\\.class");
  private static final String VALIDATION = "org.hibernate.validator.internal.";
  private static final String MAPPING = "com.fasterxml.jackson.databind.ser.";
  private static final String DOCKER = "com.github.dockerjava.";
  private static final String HTTP = "org.apache.hc.";
  private static final String JSON = "com.fasterxml.jackson.";
  private static final String PARSER = "picocli.CommandLine$Model";

  @TempDir Path folder;
  private Berth berth;

  @BeforeEach
  void prepare() {
    berth = Berth.in(folder);
  }

  private List<String> loaded(String... arguments) throws IOException {
    Path log = Files.createTempFile(folder, "classes", ".log");
    berth.withJavaOptions("-Xlog:class+load:file=" + log).ok(arguments);
    return Files.readAllLines(log).stream()
        .flatMap(line -> LOADED.matcher(line).results())
        .map(match -> match.group(1))
        .toList();
  }

  private static void assertNone(List<String> classes, String... packages) {
    for (String each : packages) {
      assertEquals(List.of(), classes.stream().filter(it -> it.startsWith(each)).toList(), each);
    }
  }

  private static void assertAtMost(int limit, List<String> classes) {
    assertTrue(classes.size() <= limit, () -> classes.size() + " classes");
  }

  /** The JVM verifies older classes anew at each start, also those of its archive. */
  @Test
  void theClassesOfPicocliAreThoseOfJava17() throws IOException {
    var versions = new TreeMap<String, Integer>();
    for (Path library : Distribution.libraries()) {
      try (var jar = new ZipFile(library.toFile())) {
        for (ZipEntry entry :
            jar.stream().filter(it -> PICOCLI.matcher(it.getName()).matches()).toList()) {
          versions.put(entry.getName(), classFileVersion(jar, entry));
        }
      }
    }

    assertTrue(versions.containsKey("picocli/CommandLine.class"), versions::toString);
    versions.values().removeIf(version -> version >= 61);
    assertEquals(Map.of(), versions);
  }

  private static int classFileVersion(ZipFile jar, ZipEntry entry) throws IOException {
    try (var content = new DataInputStream(jar.getInputStream(entry))) {
      content.skipNBytes(6);
      return content.readUnsignedShort();
    }
  }

  @Test
  void theVersionNeedsNoParser() throws IOException {
    List<String> classes = loaded("--version");

    assertNone(classes, PARSER, JSON, VALIDATION, HTTP, DOCKER);
    assertAtMost(900, classes);
  }

  @Test
  void aListReadsTheStoreAndLoadsNoFlavor() throws IOException {
    berth.registered("r", "localhost:5000");

    List<String> classes = loaded("container-registry", "list");

    assertNone(classes, MAPPING, VALIDATION, HTTP, DOCKER, "dev.berth.generic.");
    assertAtMost(2_000, classes);
  }

  @Test
  void registeringConnectsToNothing() throws IOException {
    assertNone(
        loaded("cr", "register", "r", "--flavor", "default", "--uri", "localhost:5000"),
        HTTP,
        DOCKER);
  }

  @Test
  void aPushValidatesAConfigurationOnce() throws IOException {
    Layout layout = Layout.random(folder.resolve("layout"), 1, 100);
    try (ServedRegistry registry = berth.serve(folder.resolve("registry"))) {
      berth.registered("r", registry.host());
      String[] push = {"push", registry.host() + "/app:1", "--from", layout.location()};
      assertTrue(loaded(push).stream().anyMatch(it -> it.startsWith(VALIDATION)));

      List<String> second = loaded(push);

      assertNone(second, VALIDATION, MAPPING, DOCKER);
      assertAtMost(3_000, second);
      berth.ok("cr", "update", "r", "--default-repository", "team");
      assertTrue(loaded(push).stream().anyMatch(it -> it.startsWith(VALIDATION)));
    }
  }

  @Test
  void aConfigurationWithASecretIsAlwaysValidated() throws IOException {
    Layout layout = Layout.random(folder.resolve("layout"), 1, 100);
    try (ServedRegistry registry = berth.serve(folder.resolve("registry"))) {
      berth.ok(
          "cr",
          "register",
          "r",
          "--flavor",
          "default",
          "--uri",
          registry.host(),
          "--default-repository",
          "{{canary.username}}");
      String[] push = {"push", registry.host() + "/app:1", "--from", layout.location()};
      berth.ok(push);

      assertTrue(loaded(push).stream().anyMatch(it -> it.startsWith(VALIDATION)));
    }
  }
}
