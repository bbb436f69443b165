package dev.berth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.berth", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule dependenciesPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("service")
          .definedBy("dev.berth")
          .layer("parts")
          .definedBy(
              "dev.berth.auth",
              "dev.berth.config",
              "dev.berth.flavor",
              "dev.berth.push",
              "dev.berth.store")
          .layer("file")
          .definedBy("dev.berth.file")
          .layer("spi")
          .definedBy("dev.berth.spi")
          .layer("reference")
          .definedBy("dev.berth.reference")
          .whereLayer("service")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("parts")
          .mayOnlyBeAccessedByLayers("service")
          .whereLayer("file")
          .mayOnlyBeAccessedByLayers("parts")
          .whereLayer("spi")
          .mayOnlyBeAccessedByLayers("parts", "file", "service");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.berth.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheBinderKnowsTheValidator =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.berth.config")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.hibernate..", "com.github.victools..");

  @ArchTest
  static final ArchRule userTextNeverBecomesAMessageTemplate =
      noClasses()
          .should()
          .callMethod(
              jakarta.validation.ConstraintValidatorContext.class,
              "buildConstraintViolationWithTemplate",
              String.class);

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .that()
          // Docker's word for the program.
          .doNotHaveSimpleName("CredentialHelper")
          .should()
          .haveNameMatching(".*(Utils?|Helper|Manager|Impl)");

  @ArchTest
  static final ArchRule onlyTheCommandPrints =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}
