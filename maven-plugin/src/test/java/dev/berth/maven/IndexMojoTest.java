package dev.berth.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexMojoTest {
  @TempDir Path folder;

  private AcmeProject project() {
    return new AcmeProject(folder);
  }

  private Path index() {
    return folder.resolve("target/classes/META-INF/berth/flavors.json");
  }

  private static IndexMojo index(MavenProject project) {
    var mojo = new IndexMojo();
    mojo.project = project;
    return mojo;
  }

  @Test
  void anIndexHasTheNamesAndThePropertiesOfTheFlavors() throws Exception {
    String other =
        """
        package com.acme;
        public class Other extends dev.berth.spi.BaseContainerRegistryFlavor {
          @Override public String name() { return "other"; }
        }
        """;
    index(
            project()
                .source("Other", other)
                .services("# mine\ncom.acme.Other\ncom.acme.AcmeFlavor\ncom.acme.Other\n")
                .build())
        .execute();
    JsonNode flavors = new ObjectMapper().readTree(index().toFile()).path("flavors");
    assertEquals(2, flavors.size(), flavors::toString);
    assertEquals("other", flavors.path(0).path("name").asText());
    assertFalse(flavors.path(0).has("description"));
    JsonNode acme = flavors.path(1);
    assertEquals("acme", acme.path("name").asText());
    assertEquals("com.acme.AcmeFlavor", acme.path("flavorClass").asText());
    assertEquals(1, acme.path("spi").asInt());
    assertEquals("The registries of acme.", acme.path("description").asText());
    JsonNode team = acme.path("schema").path("properties").path("team");
    assertEquals("the team", team.path("description").asText());
    assertEquals("core", team.path("default").asText());
    assertTrue(acme.path("schema").path("properties").has("uri"), acme::toString);
  }

  @Test
  void theSameClassesHaveTheSameIndex() throws Exception {
    IndexMojo mojo = index(project().build());
    mojo.execute();
    String first = Files.readString(index());
    FileTime old = FileTime.fromMillis(0);
    Files.setLastModifiedTime(index(), old);
    mojo.execute();
    assertEquals(first, Files.readString(index()));
    // It is not written again.
    assertEquals(old, Files.getLastModifiedTime(index()));
    assertTrue(first.startsWith("{\n  \"flavors\" : [\n    {\n      \"name\" : \"acme\""), first);
    assertTrue(first.endsWith("}\n"), first);
    assertFalse(first.contains("\r"), first);
  }

  @Test
  void aFlavorIsLoadedWithTheCompileClassPath() throws Exception {
    String client =
        "package lib; public class Client { public static String name() { return \"acme\"; } }";
    index(
            project()
                .dependency("com.sdk:client", "provided", Map.of("Client", client))
                .replacing("return \"acme\"", "return lib.Client.name()")
                .build())
        .execute();
    assertTrue(Files.readString(index()).contains("\"acme\""));
  }

  @Test
  void everyFlavorThatDoesNotLoadIsReported() throws Exception {
    IndexMojo mojo =
        index(
            project()
                .replacing("\"acme\"", "\"Acme\"")
                .services("com.acme.AcmeFlavor\ncom.acme.AcmeFlavour\n")
                .build());
    String message = AcmeProject.failure(mojo);
    assertTrue(message.contains("cannot be loaded, 2 problems:"), message);
    assertTrue(message.contains("com.acme.AcmeFlavor cannot be used: its name 'Acme'"), message);
    assertTrue(
        message.contains("lists com.acme.AcmeFlavour, which is not in the project"), message);
    assertFalse(Files.exists(index()));
  }

  @Test
  void withoutAFlavorThereIsNoIndex() throws Exception {
    IndexMojo mojo = index(project().services("").build());
    Files.createDirectories(index().getParent());
    Files.writeString(index(), "of an earlier build");
    mojo.execute();
    assertFalse(Files.exists(index()));
  }

  @Test
  void itCanBeSkipped() throws Exception {
    IndexMojo mojo = index(project().build());
    mojo.skip = true;
    mojo.execute();
    assertFalse(Files.exists(index()));
  }
}
