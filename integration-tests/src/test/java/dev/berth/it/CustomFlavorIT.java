package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.it.kit.Acme;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Canary;
import dev.berth.it.kit.Classes;
import dev.berth.it.kit.Engine;
import dev.berth.it.kit.Registry;
import dev.berth.it.kit.Run;
import dev.berth.it.kit.UntouchedPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A flavor of a user's own, from its class files to a push through it. */
class CustomFlavorIT {
  @RegisterExtension static final Engine engine = new Engine();
  private static Registry registry;

  private final Path folder;
  private final Berth berth;

  CustomFlavorIT(@TempDir Path folder) {
    this.folder = folder;
    berth = Berth.inProject(folder).with(Acme.JOURNAL, folder.resolve("journal").toString());
  }

  @BeforeAll
  static void startRegistry() {
    registry = engine.sharedRegistry();
  }

  private void registerFlavor() {
    Acme.classes().jar(berth.root().resolve("flavors/acme.jar"));
    berth.ok("container-registry", "flavor", "register", Acme.FLAVOR_CLASS);
  }

  private Run register(String name, String uri, String... properties) {
    return berth.ok(registration(name, uri, properties));
  }

  private static String[] registration(String name, String uri, String... properties) {
    var line =
        new ArrayList<>(
            List.of("container-registry", "register", name, "--flavor", "acme", "--uri", uri));
    line.addAll(List.of(properties));
    return line.toArray(String[]::new);
  }

  private List<String> pushes() throws IOException {
    return Files.readAllLines(folder.resolve("journal")).stream()
        .filter(line -> line.startsWith("prepared"))
        .toList();
  }

  private static JsonNode find(JsonNode list, String name) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(each -> each.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + list));
  }

  @Test
  void aFlavorIsRegisteredInAnInitialisedRootAndListed() throws IOException {
    Path root = Files.createDirectory(folder.resolve("fresh"));
    Berth fresh = berth.at(root);
    fresh.ok("init").says(root.toString());
    assertTrue(Files.isDirectory(root.resolve("flavors")));
    assertTrue(Files.readString(root.resolve(".berth/.gitignore")).contains("!registries.json"));
    Acme.classes().jar(root.resolve("flavors/acme.jar"));

    fresh.ok("container-registry", "flavor", "register", Acme.FLAVOR_CLASS).says("acme");

    JsonNode flavors = fresh.ok("container-registry", "flavor", "list", "--output", "json").json();
    JsonNode acme = find(flavors, "acme");
    assertEquals("container_registry", acme.path("type").asText());
    assertTrue(acme.path("custom").asBoolean());
    assertEquals(Acme.FLAVOR_CLASS, acme.path("flavorClass").asText());
    assertEquals("ok", acme.path("status").asText());
    assertFalse(acme.has("problem"));
    JsonNode shipped = find(flavors, "default");
    assertFalse(shipped.path("custom").asBoolean(true));
    assertEquals("ok", shipped.path("status").asText());
    fresh.ok("cr", "flavor", "list").prints("acme", "default", Acme.FLAVOR_CLASS);
  }

  @Test
  void aFlavorIsDescribedByItsProperties() {
    registerFlavor();

    Run table = berth.ok("container-registry", "flavor", "describe", "acme");
    JsonNode schema =
        berth.ok("container-registry", "flavor", "describe", "acme", "--output", "json").json();

    table.prints("uri", "defaultRepository", "team", "retries", "required", "one of basic, ");
    assertTrue(schema.path("$schema").asText().contains("json-schema.org"));
    JsonNode properties = schema.path("properties");
    assertEquals("string", properties.path("uri").path("type").asText());
    assertEquals("integer", properties.path("retries").path("type").asText());
    assertEquals(3, properties.path("retries").path("default").asInt());
    assertEquals(1, properties.path("retries").path("minimum").asInt());
    assertEquals(10, properties.path("retries").path("maximum").asInt());
    assertEquals("boolean", properties.path("scanOnPush").path("type").asText());
    assertEquals(2, properties.path("tier").path("enum").size());
    assertEquals("BASIC", properties.path("tier").path("default").asText());
    List<String> required =
        StreamSupport.stream(schema.path("required").spliterator(), false)
            .map(JsonNode::asText)
            .sorted()
            .toList();
    assertEquals(List.of("team", "uri"), required);
  }

  @Test
  void propertiesOfTheFlavorAreKeptWithTheirTypes() {
    registerFlavor();

    register("r", "acme.example", "--team", "blue", "--scan-on-push", "--tier", "premium")
        .says("tell Acme about blue");

    JsonNode described = berth.ok("container-registry", "describe", "r", "--output", "json").json();
    assertTrue(described.path("custom").asBoolean());
    assertEquals("acme", described.path("flavor").asText());
    assertEquals("acme.example", described.path("uri").asText());
    JsonNode configuration = described.path("configuration");
    assertEquals("blue", configuration.path("team").asText());
    assertTrue(configuration.path("scanOnPush").isBoolean());
    assertTrue(configuration.path("scanOnPush").asBoolean());
    assertEquals("PREMIUM", configuration.path("tier").asText());
    assertEquals(3, configuration.path("retries").asInt());
  }

  @Test
  void allThatIsWrongWithAConfigurationIsSaidAtOnce() {
    registerFlavor();

    berth
        .fails(
            2,
            registration(
                "r", "https://acme.example", "--retries", "99", "--tier", "gold", "--taem", "blue"))
        .says("uri", "scheme", "retries", "10", "tier", "gold", "taem", "team", "is required");

    assertEquals(List.of(), berth.registries());
  }

  @Test
  void aSecretPropertyIsShownToNobody() {
    registerFlavor();

    register("r", "acme.example", "--team", "blue", "--access-token", Canary.PASSWORD);

    berth.ok("container-registry", "describe", "r").prints("***");
    berth.ok("container-registry", "describe", "r", "--output", "json").prints("***");
    berth.ok("container-registry", "list", "--output", "yaml").prints("***");
  }

  @Test
  void aPushIsPreparedExactlyOnceAndBefore() throws IOException {
    registerFlavor();
    register("r", registry.host() + "/acme", "--team", "blue");
    String image = registry.host() + "/acme/app:1";
    engine.build(image, "one");

    Run run = berth.ok("push", image);

    assertEquals(List.of("prepared " + image + " for blue"), pushes());
    assertTrue(run.line().endsWith(registry.digest("acme/app", "1").orElseThrow()));
  }

  @Test
  void aFlavorCanStopAPush() throws IOException {
    registerFlavor();
    try (var server = new UntouchedPort()) {
      register("r", server.host(), "--team", "blue");

      berth
          .with(Acme.REFUSES, "yes")
          .with("DOCKER_HOST", server.engine())
          .fails(10, "push", server.host() + "/app:1")
          .says("blue has no quota left", "ask Acme for more");

      server.assertUntouched();
    }
    assertEquals(1, pushes().size());
  }

  @Test
  void whatAFlavorRefusesIsNotInTheRegistry() {
    registerFlavor();
    register("r", registry.host() + "/refused", "--team", "blue");
    String image = registry.host() + "/refused/app:1";
    engine.build(image, "one");

    berth.with(Acme.REFUSES, "yes").fails(10, "push", image);

    assertEquals(Optional.empty(), registry.digest("refused/app", "1"));
    berth.ok("push", image);
  }

  @Test
  void aFlavorThatFailsIsNamedHoweverItFails() {
    String flavor =
        """
        package brittle;

        import dev.berth.spi.BaseContainerRegistryFlavor;
        import dev.berth.spi.ContainerRegistry;
        import dev.berth.spi.RegistryContext;

        public class BrittleFlavor extends BaseContainerRegistryFlavor {
          @Override
          public String name() {
            return "brittle";
          }

          @Override
          public ContainerRegistry createRegistry(RegistryContext context) {
            return new BrittleRegistry(context);
          }
        }
        """;
    String implementation =
        """
        package brittle;

        import dev.berth.reference.ImageReference;
        import dev.berth.spi.BaseContainerRegistry;
        import dev.berth.spi.RegistryContext;

        public class BrittleRegistry extends BaseContainerRegistry {
          public BrittleRegistry(RegistryContext context) {
            super(context);
          }

          @Override
          public void prepareImagePush(ImageReference image) {
            switch (context().variable("BREAKS_WITH").orElse("")) {
              case "exception" -> throw new IllegalStateException("it broke");
              case "checked exception" -> sneakily(new java.io.IOException("it broke"));
              case "error" -> throw new AssertionError("it broke");
              case "recursion" -> prepareImagePush(image);
            }
          }

          @SuppressWarnings("unchecked")
          private static <E extends Throwable> void sneakily(Throwable failure) throws E {
            throw (E) failure;
          }
        }
        """;
    Classes.compile(flavor, implementation).jar(berth.root().resolve("flavors/brittle.jar"));
    berth.ok("container-registry", "flavor", "register", "brittle.BrittleFlavor");
    try (var server = new UntouchedPort()) {
      berth.ok("cr", "register", "r", "--flavor", "brittle", "--uri", server.host());
      String image = server.host() + "/app";

      assertAll(
          Stream.of("exception", "checked exception", "error", "recursion")
              .map(
                  way ->
                      () ->
                          berth.with("BREAKS_WITH", way).fails(4, "push", image).says("brittle")));
      berth.with("BREAKS_WITH", "exception").fails(4, "push", image).says("it broke");

      server.assertUntouched();
    }
  }

  @Test
  void aFlavorIsFoundInAFolderOfItsOwn() {
    Acme.classes().without("acme.sdk").jar(berth.root().resolve("flavors/acme/flavor.jar"));
    Acme.classes().in("acme.sdk").jar(berth.root().resolve("flavors/acme/sdk.jar"));

    assertRegistersAndPushes();
  }

  @Test
  void aFlavorIsFoundAmongTheClassesOfTheBuild() {
    Acme.classes().folder(berth.root().resolve("target/classes"));

    assertRegistersAndPushes();
  }

  @Test
  void aFlavorIsFoundInAJarThatIsNamed() {
    Path flavor = Acme.classes().without("acme.sdk").jar(folder.resolve("elsewhere/acme.jar"));
    Path sdk = Acme.classes().in("acme.sdk").jar(folder.resolve("elsewhere/sdk.jar"));

    assertRegistersAndPushes("--jar", flavor.toString(), "--jar", sdk.toString());
  }

  @Test
  void aNamedJarMayBeRelativeToTheCurrentFolder() throws IOException {
    Acme.classes().jar(berth.root().resolve("build/acme.jar"));
    Path inside = Files.createDirectories(berth.root().resolve("some/where"));

    berth
        .at(inside)
        .ok("cr", "flavor", "register", Acme.FLAVOR_CLASS, "--jar", "../../build/acme.jar");

    assertEquals("ok", status("acme"));
  }

  private void assertRegistersAndPushes(String... options) {
    var line = new ArrayList<>(List.of("cr", "flavor", "register", Acme.FLAVOR_CLASS));
    line.addAll(List.of(options));
    berth.ok(line.toArray(String[]::new));
    assertEquals("ok", status("acme"));
    register("r", "acme.example", "--team", "blue");
    // The implementation and its library are loaded before the engine is looked for.
    berth
        .with("DOCKER_HOST", "unix:///nonexistent/docker.sock")
        .fails(7, "push", "acme.example/app");
  }

  private String status(String flavor) {
    return find(berth.ok("cr", "flavor", "list", "--output", "json").json(), flavor)
        .path("status")
        .asText();
  }

  @Test
  void aFlavorFromAnUnmarkedFolderIsRegisteredWithAWarning() throws IOException {
    Path unmarked = Files.createDirectory(folder.resolve("unmarked"));
    Acme.classes().jar(unmarked.resolve("flavors/acme.jar"));

    berth
        .at(unmarked)
        .ok("container-registry", "flavor", "register", Acme.FLAVOR_CLASS)
        .says("warning: ", "berth init", unmarked.toString());
  }

  @Test
  void aDeletedFlavorCanBeRegisteredAgain() {
    registerFlavor();

    berth.ok("container-registry", "flavor", "delete", "acme");

    berth.fails(4, "container-registry", "flavor", "describe", "acme");
    berth.ok("container-registry", "flavor", "register", Acme.FLAVOR_CLASS);
    assertEquals("ok", status("acme"));
  }
}
