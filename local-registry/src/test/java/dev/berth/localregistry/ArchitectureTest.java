package dev.berth.localregistry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.berth.testing.rules.HouseRules;

@AnalyzeClasses(
    packages = "dev.berth.localregistry",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

  @ArchTest
  static final ArchRule THE_REGISTRY_KNOWS_NAMES_AND_FAILURES_ONLY =
      noClasses()
          .that()
          .resideInAPackage("dev.berth.localregistry")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.berth", "dev.berth.store", "dev.berth.flavor", "dev.berth.config");
}
