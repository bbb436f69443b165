package dev.berth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.berth.testing.rules.HouseRules;

@AnalyzeClasses(
    packages = "dev.berth",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeTestingModules.class
    })
class ArchitectureTest {
  static final class DoNotIncludeTestingModules implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/dev/berth/testing/");
    }
  }

  @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

  @ArchTest
  static final ArchRule ONLY_THE_CONTRACT_AND_REFERENCES =
      classes()
          .should()
          .resideInAnyPackage("dev.berth.reference", "dev.berth.spi", "dev.berth.spi.support");

  @ArchTest
  static final ArchRule REFERENCES_KNOW_ONLY_THE_JDK =
      classes()
          .that()
          .resideInAPackage("dev.berth.reference")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "dev.berth.reference");

  @ArchTest
  static final ArchRule SUPPORT_IS_ABOVE_THE_SPI =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.berth.spi.support")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.berth.spi.support");

  @ArchTest
  static final ArchRule FLAVORS_SEE_ONLY_WHAT_EVERY_HOST_SHARES =
      classes()
          .that()
          .resideInAPackage("dev.berth.spi..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.net.ssl..",
              "org.jspecify..",
              "org.slf4j..",
              "jakarta.validation..",
              "com.fasterxml.jackson.annotation..",
              "dev.berth.reference",
              "dev.berth.spi..");
}
