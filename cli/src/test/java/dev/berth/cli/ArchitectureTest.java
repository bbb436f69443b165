package dev.berth.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.berth", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule onlyTheCommandKnowsItsParser =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.berth.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..", "me.tongfei..", "org.jline..");

  @ArchTest
  static final ArchRule theCommandAsksTheService =
      noClasses()
          .that()
          .resideInAPackage("dev.berth.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.berth.auth..", "com.github.dockerjava..", "org.apache.hc..");

  @ArchTest
  static final ArchRule dependenciesPointOneWay =
      slices().matching("dev.berth.cli.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule commandsKnowTheSessionOnly =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.berth.cli.registry",
              "dev.berth.cli.flavor",
              "dev.berth.cli.secret",
              "dev.berth.cli.session")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.berth.cli");

  @ArchTest
  static final ArchRule onlyOnePlaceTouchesTheProcess =
      noClasses()
          .that()
          .doNotHaveSimpleName("Environment")
          .and()
          .doNotHaveSimpleName("Main")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .accessField(System.class, "in");
}
