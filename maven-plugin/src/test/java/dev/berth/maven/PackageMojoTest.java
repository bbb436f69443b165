package dev.berth.maven;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.zip.ZipFile;
import org.apache.maven.project.DefaultMavenProjectHelper;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageMojoTest {
  private static final String TIME = "2026-01-02T03:04:06+01:00";

  @TempDir Path folder;

  private AcmeProject project() {
    return new AcmeProject(folder);
  }

  private Path zip() {
    return folder.resolve("target/acme-flavor.zip");
  }

  private static PackageMojo pack(MavenProject project) {
    var mojo =
        new PackageMojo(
            new DefaultMavenProjectHelper() {
              @Override
              public void attachArtifact(
                  MavenProject to, String type, String classifier, File file) {
                to.setContextValue(type + ":" + classifier, file);
              }
            });
    mojo.project = project;
    return mojo;
  }

  private static List<String> entries(Path zip) throws IOException {
    try (var file = new ZipFile(zip.toFile())) {
      return file.stream().map(entry -> entry.getName()).toList();
    }
  }

  @Test
  void theZipHasAFolderWithTheJarAndItsRuntimeDependencies() throws Exception {
    MavenProject project =
        project()
            .dependency("com.sdk:two", "runtime", Map.of())
            .dependency("com.sdk:one", "compile", Map.of())
            .dependency("com.other:one", "compile", Map.of())
            .dependency("com.sdk:given", "provided", Map.of())
            .dependency("com.sdk:tried", "test", Map.of())
            .build();
    pack(project).execute();
    assertEquals(
        List.of(
            "acme/acme-flavor.jar",
            "acme/com.other.one-1.0.jar",
            "acme/one-1.0.jar",
            "acme/two-1.0.jar"),
        entries(zip()));
    assertEquals(zip().toFile(), project.getContextValue("zip:flavor"));
    try (var file = new ZipFile(zip().toFile())) {
      var packed = file.getInputStream(file.getEntry("acme/acme-flavor.jar"));
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("target/acme-flavor.jar")), packed.readAllBytes());
    }
  }

  @Test
  void severalFlavorsArePackedUnderTheNameOfTheArtifact() throws Exception {
    pack(project()
            .source(
                "Other",
                """
                    package com.acme;
                    public class Other extends dev.berth.spi.BaseContainerRegistryFlavor {
                      @Override public String name() { return "other"; }
                    }
                    """)
            .services("com.acme.AcmeFlavor\ncom.acme.Other")
            .build())
        .execute();
    assertEquals(
        List.of("acme-artifact/acme-flavor.jar"),
        entries(folder.resolve("target/acme-artifact-flavor.zip")));
  }

  @Test
  void theSameFilesGiveTheSameBytesEverywhere() throws Exception {
    PackageMojo mojo = pack(project().dependency("com.sdk:one", "compile", Map.of()).build());
    mojo.outputTimestamp = TIME;
    TimeZone before = TimeZone.getDefault();
    byte[] first;
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
      mojo.execute();
      first = Files.readAllBytes(zip());
      Files.setLastModifiedTime(
          folder.resolve("target/acme-flavor.jar"), FileTime.from(Instant.EPOCH));
      TimeZone.setDefault(TimeZone.getTimeZone("America/Lima"));
      mojo.execute();
    } finally {
      TimeZone.setDefault(before);
    }
    assertArrayEquals(first, Files.readAllBytes(zip()));
    try (var file = new ZipFile(zip().toFile())) {
      assertEquals("2026-01-02T02:04:06", file.entries().nextElement().getTimeLocal().toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-01-02", "99999999999999999999"})
  void anotherTimeIsRefused(String time) throws Exception {
    PackageMojo mojo = pack(project().build());
    mojo.outputTimestamp = time;
    String message = AcmeProject.failure(mojo);
    assertTrue(message.contains("project.build.outputTimestamp is '" + time + "'"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "1000000000"})
  void aTimeIsOptionalAndCanBeInSeconds(String time) throws Exception {
    PackageMojo mojo = pack(project().build());
    mojo.outputTimestamp = time;
    mojo.execute();
    try (var file = new ZipFile(zip().toFile())) {
      String year = file.entries().nextElement().getTimeLocal().toString().substring(0, 4);
      assertEquals(time.length() > 1, year.equals("2001"), year);
    }
  }

  @Test
  void aDependencyThatIsNotPackedYetIsRefused() throws Exception {
    MavenProject project = project().dependency("com.sdk:one", "compile", Map.of()).build();
    project.getArtifacts().iterator().next().setFile(folder.toFile());
    PackageMojo mojo = pack(project);
    String message = AcmeProject.failure(mojo);
    assertTrue(message.contains("com.sdk:one:jar:1.0 is not packed yet"), message);
    assertTrue(message.contains("run mvn package"), message);
  }

  @Test
  void itCanBeSkipped() throws Exception {
    PackageMojo mojo = pack(project().build());
    mojo.skip = true;
    mojo.execute();
    assertFalse(Files.exists(zip()));
  }
}
