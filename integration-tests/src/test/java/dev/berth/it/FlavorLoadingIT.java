package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.Acme;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.UntouchedPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the flavor, its configuration and its implementation come into play. */
class FlavorLoadingIT {
  private static final String CONFIG = "acme.AcmeRegistryConfig";
  private static final String IMPLEMENTATION = "acme.AcmeRegistry";
  private static final Pattern LOADED = Pattern.compile("\\] (acme\\.[\\w.$]+) source:");

  private final Path folder;
  private final Path journal;
  private final Berth berth;

  FlavorLoadingIT(@TempDir Path folder) {
    this.folder = folder;
    journal = folder.resolve("journal");
    berth = Berth.inProject(folder).with(Acme.JOURNAL, journal.toString());
  }

  /** The command, and the JVM's word for which of the flavor's classes it loads. */
  private Set<String> loaded(Berth command, int status, String... arguments) throws IOException {
    Path log = Files.createTempFile(folder, "classes", ".log");
    command.withJavaOptions("-Xlog:class+load:file=" + log).fails(status, arguments);
    return Files.readAllLines(log).stream()
        .flatMap(line -> LOADED.matcher(line).results())
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static void register(Berth berth, String uri) {
    berth.ok("cr", "register", "r", "--flavor", "acme", "--uri", uri, "--team", "blue");
  }

  @Test
  void listingFlavorsUsesTheFlavorClassAlone() throws IOException {
    prepare();
    Files.deleteIfExists(journal);

    Set<String> loaded = loaded(berth, 0, "container-registry", "flavor", "list");

    assertTrue(loaded.contains(Acme.FLAVOR_CLASS), loaded::toString);
    assertFalse(loaded.contains(IMPLEMENTATION), loaded::toString);
    assertFalse(Files.exists(journal), "the configuration class was initialised");
  }

  @Test
  void listingAFlavorOfAnIndexUsesNoneOfItsClasses() throws IOException {
    index("acme");
    berth.ok("cr", "flavor", "register", Acme.FLAVOR_CLASS);

    assertEquals(Set.of(), loaded(berth, 0, "container-registry", "flavor", "list"));
    berth.ok("container-registry", "flavor", "list").prints("acme", Acme.FLAVOR_CLASS, "ok");
    index("other");
    assertEquals(
        Set.of(Acme.FLAVOR_CLASS),
        loaded(berth.with("BERTH_TRUST", "true"), 0, "container-registry", "flavor", "list"));
  }

  /** Gives the flavor's jar an index that names it. */
  private void index(String name) throws IOException {
    Path jar = berth.root().resolve("flavors/acme.jar");
    Files.deleteIfExists(jar);
    Acme.classes()
        .with(
            "META-INF/berth/flavors.json",
            "{\"flavors\":[{\"name\":\"%s\",\"flavorClass\":\"%s\",\"spi\":1}]}"
                .formatted(name, Acme.FLAVOR_CLASS))
        .jar(jar);
  }

  @Test
  void registeringAFlavorUsesTheConfigurationButNotTheImplementation() throws IOException {
    Acme.classes().jar(berth.root().resolve("flavors/acme.jar"));

    Set<String> loaded = loaded(berth, 0, "cr", "flavor", "register", Acme.FLAVOR_CLASS);

    assertTrue(loaded.contains(CONFIG), loaded::toString);
    assertFalse(loaded.contains(IMPLEMENTATION), loaded::toString);
  }

  private void prepare() throws IOException {
    Acme.classes().jar(berth.root().resolve("flavors/acme.jar"));
    berth.ok("cr", "flavor", "register", Acme.FLAVOR_CLASS);
    register(berth, "acme.example");
  }

  @Test
  void configuringARegistryUsesTheConfigurationButNotTheImplementation() throws IOException {
    prepare();

    for (String line :
        List.of(
            "cr register other --flavor acme --uri acme.example --team green",
            "cr update r --note hello",
            "cr describe r",
            "cr remove-attribute r note",
            "cr flavor describe acme")) {
      Set<String> loaded = loaded(berth, 0, line.split(" "));

      assertTrue(loaded.contains(CONFIG), loaded::toString);
      assertEquals(List.of("configuration initialised"), Files.readAllLines(journal), line);
      assertFalse(loaded.contains(IMPLEMENTATION), loaded::toString);
      Files.delete(journal);
    }
  }

  @Test
  void whatNeedsNoFlavorRunsNoneOfItsCode() throws IOException {
    prepare();

    for (String line : List.of("list", "rename r first", "copy first second", "delete first -y")) {
      Set<String> loaded = loaded(berth, 0, ("cr " + line).split(" "));

      assertEquals(Set.of(), loaded, line);
    }
  }

  @Test
  void pushingUsesTheImplementation() throws IOException {
    prepare();
    Berth withoutEngine = berth.with("DOCKER_HOST", "unix:///nonexistent/docker.sock");

    Set<String> loaded = loaded(withoutEngine, 7, "push", "acme.example/app");

    assertTrue(loaded.contains(IMPLEMENTATION), loaded::toString);
  }

  @Test
  void withoutTheImplementationsLibraryEverythingButAPushWorks() throws IOException {
    Berth command = berth.asProcess();
    Acme.classes().without("acme.sdk").jar(berth.root().resolve("flavors/acme/flavor.jar"));

    command.ok("container-registry", "flavor", "register", Acme.FLAVOR_CLASS);
    berth.assertShippedFlavorsWork();
    command.ok("container-registry", "flavor", "list").prints("acme").prints("ok");
    command.ok("container-registry", "flavor", "describe", "acme").prints("team");
    try (var server = new UntouchedPort()) {
      register(command, server.host());
      command.ok("container-registry", "update", "r", "--team", "green");
      command.ok("container-registry", "describe", "r").prints("green");
      String image = server.host() + "/app:1";

      command
          .with("DOCKER_HOST", server.engine())
          .fails(4, "push", image)
          .says(
              "acme.sdk.QuotaClient",
              berth.root().resolve("flavors/acme").toString(),
              "acme:acme-sdk");

      server.assertUntouched();
    }
    assertFalse(Files.readString(journal).contains("prepared"));

    Acme.classes().in("acme.sdk").jar(berth.root().resolve("flavors/acme/sdk.jar"));
    command.ok("trust", "--yes").says("sdk.jar");
    String uri = command.ok("cr", "describe", "r", "--output", "json").json().path("uri").asText();
    command.with("DOCKER_HOST", "unix:///nonexistent/docker.sock").fails(7, "push", uri + "/app:1");
  }
}
