package dev.berth.maven;

import static dev.berth.maven.Checked.CLIENT;
import static dev.berth.maven.Checked.assertProblem;
import static dev.berth.maven.Checked.check;
import static dev.berth.maven.Checked.problems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sound project passes, and each broken one fails with what to do. */
class CheckMojoTest {
  private static final Map<String, String> LOGGER =
      Map.of("Logger", "package org.slf4j; public interface Logger {}");

  @TempDir Path folder;

  private AcmeProject project() {
    return new AcmeProject(folder);
  }

  @Test
  void aSoundProjectPasses() throws Exception {
    check(
            project()
                .dependency("com.sdk:client", "compile", CLIENT)
                .dependency("org.slf4j:slf4j-api", "provided", LOGGER)
                .dependency("dev.berth:berth-testing", "test", Map.of())
                .adding("registry", "private final lib.Client client = new lib.Client();")
                .adding(
                    "flavor",
                    """
                @lib.Note private Runnable later() {
                  lib.Client client = new lib.Client();
                  return () -> client.hashCode();
                }
                """)
                .build())
        .execute();
  }

  @Test
  void allProblemsAreReportedAtOnceUnlessItIsSkipped() throws Exception {
    AcmeProject project =
        project()
            .spi("")
            .dependency("org.slf4j:slf4j-api", "runtime", LOGGER)
            .replacing("@JsonPropertyDescription(\"the team\")", "");
    List<String> problems = problems(project);
    assertEquals(3, problems.size(), problems::toString);
    CheckMojo mojo = check(project.build());
    mojo.skip = true;
    mojo.execute();
  }

  @ParameterizedTest
  @CsvSource({
    "dev.berth:berth-base,compile,provided",
    "dev.berth:berth-base,runtime,provided",
    "dev.berth:berth-core,compile,provided",
    "dev.berth:berth-testing,compile,test",
  })
  void aLibraryOfBerthIsNotPacked(String coordinates, String scope, String right) throws Exception {
    // What comes with it is not reported again.
    assertProblem(
        project()
            .dependency(coordinates, scope, Map.of())
            .dependency("org.slf4j:slf4j-api", scope, LOGGER, coordinates + ":jar:1.0"),
        coordinates + " has the scope " + scope,
        "declare it with the scope '" + right + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.berth.spi",
        "dev.berth.reference",
        "jakarta.validation",
        "com.fasterxml.jackson.annotation",
        "org.slf4j",
        "org.jspecify"
      })
  void aLibraryOfTheHostIsNotPacked(String packageName) throws Exception {
    Map<String, String> types = Map.of("It", "package %s.deep; class It {}".formatted(packageName));
    assertProblem(
        project().dependency("com.x:lib", "runtime", types, "com.sdk:client:jar:1.0"),
        "com.x:lib has the scope runtime and contains " + packageName + ", which",
        "(it comes with com.sdk:client:jar:1.0)",
        "declare it with the scope 'provided', or exclude it");
  }

  @Test
  void aLibraryThatBerthAndAnotherOneBringIsNotPacked() throws Exception {
    assertProblem(
        project()
            .dependency("dev.berth:berth-base", "provided", Map.of())
            .dependency("org.slf4j:slf4j-api", "compile", LOGGER, "dev.berth:berth-base:jar:1.0"),
        "org.slf4j:slf4j-api has the scope compile and contains org.slf4j, which",
        "(another dependency brings it too: see mvn dependency:tree -Dverbose)");
  }

  @Test
  void aPackageWithASimilarNameIsPacked() throws Exception {
    check(
            project()
                .dependency("com.x:y", "runtime", Map.of("It", "package org.slf4js; class It {}"))
                .build())
        .execute();
  }

  @Test
  void aClassOfTheHostIsNotShaded() throws Exception {
    assertProblem(
        project().shading("Marker", "package org.slf4j; class Marker {}"),
        "acme-flavor.jar contains org.slf4j.Marker of the package org.slf4j",
        "exclude it where the jar is packed");
  }

  @ParameterizedTest
  @CsvSource({
    "'',has no Berth-Spi",
    "2,'has Berth-Spi 2, but this plugin is for version 1 of the SPI'"
  })
  void theManifestHasTheVersionOfTheSpi(String spi, String words) throws Exception {
    assertProblem(
        project().spi(spi),
        "the manifest of acme-flavor.jar " + words,
        "<manifestEntries><Berth-Spi>1</Berth-Spi></manifestEntries>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# none\n"})
  void theServicesFileListsAFlavor(String services) throws Exception {
    assertProblem(
        project().services(services),
        "acme-flavor.jar lists no flavor: write the name of the flavor's class to"
            + " src/main/resources/META-INF/services/dev.berth.spi.BaseContainerRegistryFlavor");
  }

  @Test
  void aListedClassExists() throws Exception {
    assertProblem(
        project().services("com.acme.AcmeFlavr # mine\ncom.acme.AcmeFlavor"),
        "lists com.acme.AcmeFlavr, which is not in the project",
        "com.acme.AcmeFlavor",
        "correct the line");
  }

  @Test
  void theContractsRulesOnClassesAreKept() throws Exception {
    assertProblem(
        project().replacing("\"acme\"", "\"Acme\""),
        "com.acme.AcmeFlavor breaks the rule \"flavor and configuration load without",
        "its name 'Acme'");
  }

  @Test
  void aParentOfFlavorsHasNoJarToCheck() throws Exception {
    var model = new Model();
    model.setPackaging("pom");
    check(new MavenProject(model)).execute();
  }

  @Test
  void aProjectWithoutAJarIsToldTheOrder() throws Exception {
    MavenProject project = project().build();
    project.getArtifact().setFile(folder.resolve("target/classes").toFile());
    CheckMojo mojo = check(project);
    String message = AcmeProject.failure(mojo);
    assertTrue(message.contains("acme-artifact has no jar yet"), message);
    assertTrue(message.contains("below maven-jar-plugin"), message);
  }
}
