package dev.berth.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sound project passes, and each broken one fails with what to do. */
class CheckMojoTest {
  private static final Map<String, String> CLIENT =
      Map.of(
          "Client", "package lib; public class Client { public static class Part {} }",
          "Mark",
              """
              package lib;
              import java.lang.annotation.*;
              @Retention(RetentionPolicy.RUNTIME)
              @Target({ElementType.TYPE, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
              public @interface Mark {}
              """,
          "Note", "package lib; public @interface Note {}",
          "Failure", "package lib; public class Failure extends Exception {}",
          "Base", "package lib; public interface Base {}");
  private static final Map<String, String> LOGGER =
      Map.of("Logger", "package org.slf4j; public interface Logger {}");

  @TempDir Path folder;

  private AcmeProject project() {
    return new AcmeProject(folder);
  }

  private static CheckMojo check(MavenProject project) {
    var mojo = new CheckMojo();
    mojo.project = project;
    return mojo;
  }

  /** The problems, each without its dash. */
  private static List<String> problems(AcmeProject project) throws Exception {
    CheckMojo mojo = check(project.build());
    String message = AcmeProject.failure(mojo);
    assertTrue(message.startsWith("acme-flavor.jar is no sound flavor, "), message);
    List<String> lines =
        message.lines().skip(1).map(line -> line.substring("- ".length())).toList();
    assertTrue(message.contains(", %d problem".formatted(lines.size())), message);
    return lines;
  }

  private static void assertProblem(AcmeProject project, String... words) throws Exception {
    List<String> problems = problems(project);
    assertEquals(1, problems.size(), problems::toString);
    for (String each : words) {
      assertTrue(problems.get(0).contains(each), () -> "no '%s' in: %s".formatted(each, problems));
    }
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
  @CsvSource(
      delimiter = '|',
      value = {
        "private lib.Client client;|the field client|lib.Client",
        "private java.util.List<lib.Client.Part[]> parts;|the field parts|lib.Client$Part",
        "private lib.Client client() { return null; }|the method client()|lib.Client",
        "private void use(int a, lib.Client[][] b) {}|the method use()|lib.Client",
        "private <T extends lib.Client> void use(T a) {}|the method use()|lib.Client",
        "private void use(@lib.Mark String a) {}|the method use()|lib.Mark",
        "public %s() {} %s(lib.Client client) {}|a constructor|lib.Client",
        "@lib.Mark private String marked;|the field marked|lib.Mark",
        "@lib.Mark void marked() {}|the method marked()|lib.Mark",
        "private java.util.List<@lib.Mark String> typed;|the field typed|lib.Mark",
        "void fails() throws lib.Failure {}|the method fails()|lib.Failure",
        "@com.fasterxml.jackson.annotation.JsonSubTypes(@com.fasterxml.jackson.annotation.JsonSubTypes.Type(lib.Client.class)) void valued() {}|the method valued()|lib.Client",
      })
  void aMemberNamesNoLibrary(String member, String place, String name) throws Exception {
    for (String light : List.of("flavor", "config")) {
      String type = light.equals("flavor") ? "AcmeFlavor" : "AcmeConfig";
      assertForeign(
          new AcmeProject(Files.createDirectory(folder.resolve(light)))
              .dependency("com.sdk:client", "compile", CLIENT)
              .adding(light, describedIfField(light, member.replace("%s", type))),
          "com.acme." + type + ": " + place + " names " + name + ", a class of a library",
          "only in the bodies of the implementation");
    }
  }

  private static String describedIfField(String light, String member) {
    return light.equals("config") && !member.contains("(")
        ? "@JsonPropertyDescription(\"x\") " + member
        : member;
  }

  /** A configuration's field of a library's type breaks a rule of the contract too. */
  private static void assertForeign(AcmeProject project, String... words) throws Exception {
    List<String> problems = problems(project);
    List<String> foreign = problems.stream().filter(it -> it.contains(" names lib.")).toList();
    assertEquals(1, foreign.size(), problems::toString);
    assertTrue(problems.stream().noneMatch(it -> it.contains("load without")), problems::toString);
    for (String each : words) {
      assertTrue(foreign.get(0).contains(each), () -> "no '%s' in: %s".formatted(each, problems));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "extends BaseContainerRegistryFlavor|extends BaseContainerRegistryFlavor implements lib.Base|the superclass or an interface|lib.Base",
        "public class AcmeFlavor|@lib.Mark public class AcmeFlavor|an annotation of the class|lib.Mark",
      })
  void theClassItselfNamesNoLibrary(String text, String by, String place, String name)
      throws Exception {
    assertProblem(
        project().dependency("com.sdk:client", "compile", CLIENT).replacing(text, by),
        "com.acme.AcmeFlavor: %s names %s, a class of a library".formatted(place, name));
  }

  @Test
  void anOwnClassInASignatureIsLightToo() throws Exception {
    assertProblem(
        project()
            .dependency("com.sdk:client", "compile", CLIENT)
            .source("Zone", "package com.acme; class Zone { Deeper deeper; }")
            .source("Deeper", "package com.acme; class Deeper { Zone zone; lib.Client client; }")
            .adding("flavor", "private Zone zone;"),
        "com.acme.Deeper: the field client names lib.Client");
  }

  @Test
  void aConfigurationThatIsOnlyReturnedIsLightToo() throws Exception {
    assertProblem(
        project()
            .dependency("com.sdk:client", "compile", CLIENT)
            .replacing("Class<AcmeConfig>", "Class<? extends BaseContainerRegistryConfig>")
            .adding("config", "private void use(lib.Client client) {}"),
        "com.acme.AcmeConfig: the method use() names lib.Client");
  }

  @Test
  void aSignatureNamesNotTheImplementation() throws Exception {
    assertProblem(
        project()
            .replacing("ContainerRegistry createRegistry", "AcmeRegistry createRegistry")
            .source(
                "AcmeRegistry",
                """
                package com.acme;
                public class AcmeRegistry extends Middle {
                  public AcmeRegistry(dev.berth.spi.RegistryContext context) { super(context); }
                }
                """)
            .source(
                "Middle",
                """
                package com.acme;
                import dev.berth.spi.*;
                abstract class Middle extends BaseContainerRegistry {
                  Middle(RegistryContext context) { super(context); }
                }
                """),
        "com.acme.AcmeFlavor: the method createRegistry() names com.acme.AcmeRegistry, the implementation",
        "and of createRegistry()");
  }

  @ParameterizedTest
  @CsvSource({"'',has no Berth-Spi", "2,'has Berth-Spi 2, and this plugin is of a Berth'"})
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
  void aProjectWithoutAJarIsToldTheOrder() throws Exception {
    MavenProject project = project().build();
    project.getArtifact().setFile(folder.resolve("target/classes").toFile());
    CheckMojo mojo = check(project);
    String message = AcmeProject.failure(mojo);
    assertTrue(message.contains("acme-artifact has no jar yet"), message);
    assertTrue(message.contains("below maven-jar-plugin"), message);
  }
}
