package dev.berth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.berth.testing.rules.HouseRules;

@AnalyzeClasses(
    packages = {"dev.berth.reference", "dev.berth.spi"},
    importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

  @ArchTest
  static final ArchRule REFERENCES_KNOW_ONLY_THE_JDK =
      classes()
          .that()
          .resideInAPackage("dev.berth.reference")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "dev.berth.reference");

  @ArchTest
  static final ArchRule FLAVORS_SEE_ONLY_WHAT_EVERY_HOST_SHARES =
      classes()
          .that()
          .resideInAPackage("dev.berth.spi")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.slf4j..",
              "jakarta.validation..",
              "com.fasterxml.jackson.annotation..",
              "dev.berth.reference",
              "dev.berth.spi");
}
