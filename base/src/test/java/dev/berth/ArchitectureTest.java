package dev.berth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.berth", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule referencesKnowOnlyTheJdk =
      classes()
          .that()
          .resideInAPackage("dev.berth.reference")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "dev.berth.reference");

  @ArchTest
  static final ArchRule flavorsSeeOnlyWhatEveryHostShares =
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
