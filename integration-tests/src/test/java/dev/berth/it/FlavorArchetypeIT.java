package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Maven;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archetype writes what the command writes. */
class FlavorArchetypeIT {
  private static final String PLUGIN =
      "org.apache.maven.plugins:maven-archetype-plugin:%s:generate"
          .formatted(System.getProperty("maven-archetype.version"));

  private final Path folder;
  private final Path generated;
  private final Berth berth;
  private final Maven maven;

  FlavorArchetypeIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.generated = Files.createDirectory(folder.resolve("generated"));
    this.berth = Berth.in(folder);
    this.maven = new Maven(folder.resolve("repository"));
  }

  private static String[] generate(String name, String... more) {
    List<String> goals =
        new ArrayList<>(
            List.of(
                PLUGIN,
                "-DarchetypeCatalog=local",
                "-DarchetypeGroupId=dev.berth",
                "-DarchetypeArtifactId=berth-flavor-archetype",
                "-DarchetypeVersion=" + System.getProperty("berth.version"),
                "-DgroupId=org.shop",
                "-DartifactId=" + name + "-flavor",
                "-DflavorName=" + name));
    goals.addAll(List.of(more));
    return goals.toArray(String[]::new);
  }

  @Test
  void theArchetypeWritesTheFilesOfTheCommandAndTheyBuild() throws IOException {
    for (String template : List.of("name-only", "checks", "login")) {
      String name = "2shop." + template;
      // Without an option, both have the same template.
      boolean standard = template.equals("checks");
      maven.succeeds(
          generated, standard ? generate(name) : generate(name, "-Dtemplate=" + template));
      berth.ok(
          "cr flavor new %s --package org.shop --directory %s --template %s"
              .formatted(name, name, template)
              .split(" ", -1));
      assertEquals(
          files(folder.resolve(name)), files(generated.resolve(name + "-flavor")), template);
    }
    Files.writeString(
        generated.resolve("pom.xml"),
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>org.shop</groupId>
          <artifactId>all</artifactId>
          <version>1</version>
          <packaging>pom</packaging>
          <modules>
            <module>2shop.name-only-flavor</module>
            <module>2shop.checks-flavor</module>
            <module>2shop.login-flavor</module>
          </modules>
        </project>
        """);
    // Their tests run with those that the command wrote.
    maven.succeeds(generated, "verify", "-DskipTests", "-T", "2");
    assertTrue(Files.exists(generated.resolve("2shop.login-flavor/target/2shop.login-flavor.zip")));
  }

  @Test
  void valuesThatCannotBeUsedWriteNothing() {
    String output =
        maven.fails(
            generated,
            generate("shop", "-Dtemplate=chekcs", "-DflavorName=Shop", "-Dpackage=dev.berth.spi"));
    for (String problem :
        List.of(
            "there is no template 'chekcs': -Dtemplate=name-only, -Dtemplate=checks or",
            "'Shop' is not a valid name for a flavor",
            "'dev.berth.spi' is not a valid name for a package")) {
      assertTrue(output.contains(problem), output);
    }
    assertFalse(Files.exists(generated.resolve("shop-flavor")));
  }

  private static Map<String, String> files(Path project) throws IOException {
    var contents = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(project)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(project.relativize(file).toString(), Files.readString(file));
      }
    }
    return contents;
  }
}
