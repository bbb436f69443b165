package dev.berth.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.berth.testing.rules.HouseRules;

@AnalyzeClasses(packages = "dev.berth.cli", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchRule SMALL_PACKAGES = HouseRules.SMALL_PACKAGES;
  @ArchTest static final ArchRule SMALL_CIRCLES = HouseRules.SMALL_CIRCLES;
  @ArchTest static final ArchRule NO_CIRCLES_OF_PACKAGES = HouseRules.NO_CIRCLES_OF_PACKAGES;
  @ArchTest static final ArchRule FEW_PARAMETERS = HouseRules.FEW_PARAMETERS;
  @ArchTest static final ArchRule SHORT_FILES = HouseRules.SHORT_FILES;
  @ArchTest static final ArchRule NAMES = HouseRules.NAMES;

  @ArchTest
  static final ArchRule THE_COMMAND_CALLS_THE_SERVICES =
      noClasses()
          .that()
          .resideInAPackage("dev.berth.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.berth.auth..",
              "com.github.dockerjava..",
              "org.apache.hc..",
              "org.eclipse.aether..",
              "eu.maveniverse..");

  @ArchTest
  static final ArchRule COMMANDS_KNOW_THE_SESSION_ONLY =
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
  static final ArchRule ONLY_MAIN_KNOWS_THE_STREAMS =
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
