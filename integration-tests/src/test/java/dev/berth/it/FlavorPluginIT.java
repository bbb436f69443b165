package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.Berth;
import dev.berth.it.kit.Maven;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build of a broken flavor fails, and says why. All of them are modules of one build. */
class FlavorPluginIT {
  private static final String SCOPE =
      """
            <!-- Berth has these classes, and refuses a jar with a copy of them. -->
            <scope>provided</scope>
      """;
  private static final String SDK =
      """
      <project>
        <modelVersion>4.0.0</modelVersion>
        <groupId>com.sdk</groupId>
        <artifactId>client</artifactId>
        <version>1</version>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
      </project>
      """;
  private static final String LOGGING =
      """
        <dependencies>
          <dependency>
            <groupId>org.slf4j</groupId>
            <artifactId>slf4j-api</artifactId>
            <version>2.0.17</version>
          </dependency>
        </dependencies>
      </project>
      """;

  private final Path folder;
  private final Berth berth;

  FlavorPluginIT(@TempDir Path folder) {
    this.folder = folder;
    this.berth = Berth.in(folder);
  }

  @Test
  void theBuildOfABrokenFlavorFails() throws IOException {
    write("sdk/pom.xml", SDK);
    write("logging/pom.xml", SDK.replace("client", "logging").replace("</project>\n", LOGGING));
    write("sdk/src/main/java/com/sdk/Client.java", "package com.sdk; public class Client {}");
    flavors();
    write(
        "pom.xml",
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>org.shop</groupId>
          <artifactId>all</artifactId>
          <version>1</version>
          <packaging>pom</packaging>
          <modules>
            <module>sdk</module>
            <module>logging</module>
            <module>compiled</module>
            <module>heavy</module>
            <module>shaded</module>
            <module>signed</module>
            <module>sound</module>
          </modules>
        </project>
        """);
    String output =
        new Maven(folder.resolve("repository"))
            .fails(folder, "verify", "-fae", "-DskipTests", "-T", "2");
    assertHas(
        output,
        "compiled-flavor.jar is no sound flavor, 1 problem:",
        "- dev.berth:berth-base has the scope compile, and Berth has its classes:"
            + " declare it with the scope 'provided'",
        "heavy-flavor.jar is no sound flavor, 1 problem:",
        "- org.slf4j:slf4j-api has the scope compile and contains org.slf4j, which",
        "shaded-flavor.jar is no sound flavor, 1 problem:",
        "- shaded-flavor.jar contains org.slf4j.Marker of the package org.slf4j",
        "signed-flavor.jar is no sound flavor, 1 problem:",
        "- org.shop.SignedFlavor: the method client() names com.sdk.Client, a class of a library");
    assertEquals(4, output.lines().filter(line -> line.contains("no sound flavor")).count());
    assertTrue(Files.exists(folder.resolve("sound/target/sound-flavor.zip")), output);
  }

  /** Writes a flavor for each way to break it, and one that is sound. */
  private void flavors() throws IOException {
    for (String name : new String[] {"compiled", "heavy", "shaded", "signed", "sound"}) {
      berth.ok("cr", "flavor", "new", name, "--package", "org.shop", "--directory", name);
    }
    replace("compiled/pom.xml", SCOPE, "");
    write("shaded/src/main/java/org/slf4j/Marker.java", "package org.slf4j; class Marker {}");
    dependOn("logging", "heavy");
    dependOn("client", "signed");
    replace(
        "signed/src/main/java/org/shop/SignedFlavor.java",
        "Flavor {\n",
        "Flavor {\n  com.sdk.Client client() { return new com.sdk.Client(); }\n");
    dependOn("client", "sound");
    replace(
        "sound/src/main/java/org/shop/SoundRegistry.java",
        "super(context);\n",
        "super(context);\n    new com.sdk.Client();\n");
  }

  private void dependOn(String artifact, String flavor) throws IOException {
    String dependency =
        """
            <dependency>
              <groupId>com.sdk</groupId>
              <artifactId>%s</artifactId>
              <version>1</version>
            </dependency>
          </dependencies>
        """;
    replace(flavor + "/pom.xml", "  </dependencies>\n", dependency.formatted(artifact));
  }

  private static void assertHas(String output, String... texts) {
    for (String text : texts) {
      assertTrue(output.contains(text), () -> "no '" + text + "' in: " + output);
    }
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void replace(String file, String text, String by) throws IOException {
    String before = Files.readString(folder.resolve(file));
    assertTrue(before.contains(text), () -> file + " lacks " + text);
    write(file, before.replace(text, by));
  }
}
