package dev.berth.localregistry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

@AnalyzeClasses(packages = "dev.berth", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule HTTP =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.berth.localregistry")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hc..");

  @ArchTest
  static final ArchRule THE_REGISTRY_KNOWS_NAMES_AND_FAILURES_ONLY =
      noClasses()
          .that()
          .resideInAPackage("dev.berth.localregistry")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.berth", "dev.berth.store", "dev.berth.flavor", "dev.berth.config");

  @ArchTest
  static final ArchRule NAMES =
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl)");

  @ArchTest
  static final ArchRule STREAMS = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
