package dev.berth.maven;

import static dev.berth.maven.Checked.CLIENT;
import static dev.berth.maven.Checked.assertProblem;
import static dev.berth.maven.Checked.problems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A light class that names a heavy one fails the check, with both and the member. */
class SignatureRulesTest {
  @TempDir Path folder;

  private AcmeProject project() {
    return new AcmeProject(folder);
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
        "private java.util.List<@lib.Typed String> typed;|the field typed|lib.Typed",
        "java.util.List<@lib.Typed String> typed() { return null; }|the method typed()|lib.Typed",
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
        "extends BaseContainerRegistryFlavor|extends @lib.Typed BaseContainerRegistryFlavor|an annotation of the class|lib.Typed",
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
  void aClassInAGenericOneIsLightToo() throws Exception {
    assertProblem(
        project()
            .dependency("com.sdk:client", "compile", CLIENT)
            .source("Zone", "package com.acme; class Zone<T> { class Part { lib.Client client; } }")
            .adding("flavor", "private java.util.List<Zone<String>.Part> parts;"),
        "com.acme.Zone$Part: the field client names lib.Client");
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
}
