package dev.berth.azure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.berth.testing.rules.FlavorRules;
import dev.berth.testing.rules.HouseRules;

@AnalyzeClasses(packages = "dev.berth.azure", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

  @ArchTest
  static final ArchRule NO_LIBRARY_OF_THE_HOST =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.apache..");

  @ArchTest
  static void flavors(JavaClasses classes) {
    FlavorRules.of("dev.berth.azure")
        .implementedIn("dev.berth.azure.acr", "com.azure..", "com.microsoft..")
        .check(classes);
  }
}
