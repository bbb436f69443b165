package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Classes;
import dev.berth.it.kit.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new version of a flavor that registries use. */
class FlavorUpgradeIT {
  private final Berth berth;

  FlavorUpgradeIT(@TempDir Path folder) {
    berth = Berth.inProject(folder);
  }

  /** Puts a version of the flavor, with these fields of its configuration, in the project. */
  private void version(String className, String... fields) {
    named("shop", className, fields);
  }

  private void named(String name, String className, String... fields) {
    String config =
        """
        package shop;
        public class %sConfig extends dev.berth.spi.BaseContainerRegistryConfig {
          %s
        }
        """
            .formatted(className, String.join("\n  ", fields));
    String flavor =
        """
        package shop;
        public class %s extends dev.berth.spi.BaseContainerRegistryFlavor {
          @Override public String name() { return "%s"; }
          @Override public Class<? extends dev.berth.spi.BaseContainerRegistryConfig> configClass() {
            return %sConfig.class;
          }
        }
        """
            .formatted(className, name, className);
    Classes.compile(config, flavor).jar(berth.root().resolve("flavors/shop.jar"));
  }

  @BeforeEach
  void useTheFirstVersion() {
    version("Flavor", "private String zone = \"eu\";", "private int retries = 1;");
    berth.ok("cr", "flavor", "register", "shop.Flavor").says("registered the flavor 'shop'");
    berth.ok("cr", "register", "old", "--flavor", "shop", "--uri", "a.example", "--zone", "us");
    berth.ok("cr", "register", "plain", "--flavor", "shop", "--uri", "b.example");
  }

  private void useTheSecondVersion() {
    version("Flavor", "private String region = \"eu\";", "private String retries = \"one\";");
  }

  @Test
  void registeringAgainSaysWhatChangedAndWhichRegistriesAreNotValid() {
    useTheSecondVersion();

    Run run = berth.ok("cr", "flavor", "register", "shop.Flavor");

    run.says(
        "replaced the flavor 'shop': added 'region', changed 'retries' from integer to string,"
            + " removed 'zone'",
        "warning: registry 'old' is not valid with this flavor: there is no property 'zone'",
        "repair it: berth container-registry update old --unset zone\n");
    assertTrue(!run.err().contains("registry 'plain'"), run::toString);
    JsonNode again = berth.ok("cr", "flavor", "register", "shop.Flavor", "--output", "json").json();
    assertTrue(again.path("replaced").asBoolean());
    assertEquals(0, again.path("changes").size(), again::toString);
    assertEquals(1, again.path("invalid").path("old").size(), again::toString);
    assertEquals(List.of("old", "plain"), berth.registries());
  }

  @Test
  void aRegistryThatIsNotValidIsDescribedAndRepairedInOneStep() {
    useTheSecondVersion();
    berth.ok("cr", "flavor", "register", "shop.Flavor");

    Run described = berth.ok("cr", "describe", "old");
    described.prints("zone", "us").says("not valid with its flavor: there is no property 'zone'");
    described.says("repair it: berth container-registry update old --unset zone\n");
    JsonNode json = berth.ok("cr", "describe", "old", "--output", "json").json();
    assertEquals(1, json.path("problems").size(), json::toString);
    berth.fails(2, "push", "a.example/app:1", "--from", "oci:.").says("no property 'zone'");

    berth.ok("cr", "update", "old", "--unset", "zone", "--region", "us");

    JsonNode repaired = berth.ok("cr", "describe", "old", "--output", "json").json();
    assertEquals("us", repaired.path("configuration").path("region").asText());
    assertTrue(!repaired.has("problems"), repaired::toString);
  }

  @Test
  void severalPropertiesThatTheFlavorNoLongerHasAreRemovedWithOneCommand() {
    berth.ok("cr", "update", "old", "--retries", "2");
    version("Flavor", "private String zones = \"eu\";");
    String repair = "berth container-registry update old --unset zone --unset retries";
    String[] lines = {
      "  there is no property 'zone'; did you mean 'zones'?\n",
      "  there is no property 'retries'\n",
      "  " + repair + "\n"
    };

    Run run = berth.ok("cr", "flavor", "register", "shop.Flavor");
    run.says(
        "not valid with this flavor: there is no property 'zone'; did you mean 'zones'?\n",
        "not valid with this flavor: there is no property 'retries'\n",
        "repair it: " + repair + "\n");
    berth
        .fails(2, "push", "a.example/app:1", "--from", "oci:.")
        .says("error: registry 'old' is not valid with its flavor\n")
        .says(lines);
    berth.fails(2, "cr", "check", "old").says(lines);
    berth.fails(2, "cr", "update", "old", "--zones", "us").says(lines);

    berth.ok(repair.replace("berth ", "").split(" "));
    berth.ok("cr", "update", "old", "--zones", "us");
  }

  @Test
  void aStoredValueThatTheFlavorNoLongerTakesNamesItsRegistry() {
    berth.ok("cr", "update", "old", "--retries", "2");
    version("Flavor", "private java.util.List<Integer> retries;");
    berth.ok("cr", "flavor", "register", "shop.Flavor");

    berth
        .fails(2, "push", "a.example/app:1", "--from", "oci:.")
        .says(
            "registry 'old' is not valid with its flavor",
            "property 'retries' must be",
            "berth container-registry update old --unset zone --retries VALUE");
  }

  @Test
  void aFormerNameOfAPropertyWorksWithAWarning() {
    version(
        "Flavor",
        "@com.fasterxml.jackson.annotation.JsonAlias(\"zone\") private String region = \"eu\";",
        "private int retries = 1;");
    Run run = berth.ok("cr", "flavor", "register", "shop.Flavor");
    assertTrue(!run.err().contains("warning"), run::toString);
    berth
        .fails(6, "push", "a.example/app:1", "--from", "oci:none")
        .says("warning: registry 'old': property 'zone' is 'region' now");
    String region = "/configuration/region";
    assertEquals("us", berth.ok("cr", "describe", "old", "-o", "json").json().at(region).asText());
    berth.ok("cr", "update", "old", "--region", "asia");
    assertEquals(
        "asia", berth.ok("cr", "describe", "old", "-o", "json").json().at(region).asText());
    assertTrue(!berth.store().content().contains("zone"), berth.store()::content);
    berth.ok("cr", "update", "old", "--unset", "zone");
  }

  @Test
  void anAttributeThatTheFlavorNoLongerHasIsRemoved() {
    useTheSecondVersion();
    berth.ok("cr", "flavor", "register", "shop.Flavor");
    berth.fails(2, "cr", "update", "old", "--unset", "zones").says("is not set");
    berth.ok("cr", "remove-attribute", "old", "zone");
    berth.ok("cr", "describe", "old", "--output", "json").prints("\"region\" : \"eu\"");
  }

  @Test
  void anotherClassReplacesAFlavorOnRequestOnly() {
    version("Newer", "private String zone = \"eu\";", "private int retries = 1;");
    berth
        .fails(2, "cr", "flavor", "register", "shop.Newer")
        .says("already exists, with the class shop.Flavor", "--replace");
    berth
        .ok("cr", "flavor", "register", "shop.Newer", "--replace")
        .says("replaced the flavor 'shop': the same properties");
    berth.ok("cr", "describe", "old").prints("us");
  }

  @Test
  void aRenamedFlavorTakesItsRegistriesAlongOnRequestOnly() {
    named("store", "Flavor", "private String zone = \"eu\";", "private int retries = 1;");

    berth
        .fails(2, "cr", "flavor", "register", "shop.Flavor")
        .says("registered as flavor 'shop', and its name is 'store' now", "--replace");
    berth.ok("cr", "flavor", "register", "shop.Flavor", "--replace");

    berth.ok("cr", "flavor", "list").prints("store");
    for (String registry : List.of("old", "plain")) {
      berth.ok("cr", "describe", registry).prints("store (custom)");
    }
    // They need no new consent.
    berth.fails(8, "cr", "check", "b.example/app:1");
  }

  @Test
  void eachBuildIsVerifiedAndSaysWhatChanged() throws Exception {
    Path target = Files.createDirectory(berth.root().resolve("target"));
    Files.writeString(berth.root().resolve("pom.xml"), "<project/>");
    Path jar = target.resolve("shop.jar");
    build(jar, "zone", "return Check.Result.pass(\"fine\");");
    var dev = berth.start("cr", "flavor", "dev", "--builds", "2");
    dev.awaitOutput("build 1: 17 of 17 rules kept");

    Files.writeString(target.resolve("notes.txt"), "no build");
    build(jar, "region", "return Check.Result.fail(\"no\");");

    dev.ends(4)
        .prints(
            "build 2: 16 of 17 rules kept, properties: added 'region', removed 'zone'",
            "  remedies: check 'path' fails without a remedy: no")
        .says("watching", "the last build breaks a rule");
    berth.fails(2, "cr", "flavor", "dev", "--directory", "none").says("there is no folder");
    berth.fails(2, "cr", "flavor", "dev", "--directory", "flavors").says("has no pom.xml");
    berth.fails(2, "cr", "flavor", "dev", "--builds", "0").says("--builds");
  }

  private static void build(Path jar, String property, String check) {
    built(property, check).jar(jar);
  }

  private static Classes built(String property, String check) {
    return Classes.compile(
            """
            package built;
            import com.fasterxml.jackson.annotation.JsonPropertyDescription;
            public class Config extends dev.berth.spi.BaseContainerRegistryConfig {
              @JsonPropertyDescription("where") private String %s = "eu";
            }
            """
                .formatted(property),
            """
            package built;
            import dev.berth.spi.*;
            public class Flavor extends BaseContainerRegistryFlavor {
              @Override public String name() { return "built"; }
              @Override public Class<Config> configClass() { return Config.class; }
              @Override public ContainerRegistry createRegistry(RegistryContext context) {
                return new Registry(context);
              }
            }
            """,
            """
            package built;
            import dev.berth.reference.ImageReference;
            import dev.berth.spi.*;
            import java.util.*;
            public class Registry extends BaseContainerRegistry {
              public Registry(RegistryContext context) { super(context); }
              @Override public List<Check> checks(Optional<ImageReference> image) {
                return List.of(new Check("path", () -> { %s }));
              }
            }
            """
                .formatted(check))
        .listing("built.Flavor");
  }

  @Test
  void aClassThatABuildLeftOutAsksForABuild() throws IOException {
    Path classes = berth.root().resolve("target/classes");
    built("zone", "return Check.Result.pass(\"fine\");").folder(classes);
    Files.delete(classes.resolve("built/Config.class"));
    berth
        .fails(4, "cr", "flavor", "register", "built.Flavor")
        .says("flavor 'built' lacks its own class built.Config", "build it again");
  }

  @Test
  void everyJarIsListedAndWhyItCannotBeUsed() throws IOException {
    Path flavors = berth.root().resolve("flavors");
    Files.writeString(flavors.resolve("text.jar"), "text");
    Files.createDirectory(flavors.resolve("next"));
    try (var out =
        new JarOutputStream(
            Files.newOutputStream(flavors.resolve("next/next.jar")), manifest("Berth-Spi", "2"))) {
      out.putNextEntry(new JarEntry("META-INF/services/dev.berth.spi.BaseContainerRegistryFlavor"));
      out.write("next.Flavor # the next one\n".getBytes(StandardCharsets.UTF_8));
    }
    JsonNode jars =
        berth.ok("cr", "flavor", "list", "--all", "--output", "json").json().path("jars");
    assertEquals(3, jars.size(), jars::toString);
    assertEquals(
        "{\"path\":\"%s\",\"flavorClasses\":[]}".formatted(flavors.resolve("shop.jar")),
        jars.get(0).toString());
    assertTrue(
        jars.get(1).path("problem").asText().contains("cannot be read as a jar"), jars::toString);
    assertEquals("next.Flavor", jars.get(2).path("flavorClasses").path(0).asText());
    String words = "it is built for version 2 of the SPI, and this Berth has version 1";
    assertEquals(words, jars.get(2).path("problem").asText());
    berth.ok("cr", "flavor", "list", "--all").prints("next.Flavor", words);
  }

  private static Manifest manifest(String name, String value) {
    var manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue(name, value);
    return manifest;
  }

  @Test
  void anUpdateWithNothingToDoIsRefused() {
    berth.fails(2, "cr", "update", "old").says("no property to set or remove", "--unset");
    berth.fails(2, "cr", "update", "old", "--unset", "uri").says("property 'uri' is required");
    berth.ok("cr", "update", "old", "--unset", "zone", "--zone", "eu");
  }
}
