package dev.berth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.berth.testing.rules.HouseRules;
import jakarta.validation.ConstraintValidatorContext;

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

  @ArchTest static final ArchRule SMALL_PACKAGES = HouseRules.SMALL_PACKAGES;
  @ArchTest static final ArchRule SMALL_CIRCLES = HouseRules.SMALL_CIRCLES;
  @ArchTest static final ArchRule NO_CIRCLES_OF_PACKAGES = HouseRules.NO_CIRCLES_OF_PACKAGES;
  @ArchTest static final ArchRule FEW_PARAMETERS = HouseRules.FEW_PARAMETERS;
  @ArchTest static final ArchRule SHORT_FILES = HouseRules.SHORT_FILES;
  @ArchTest static final ArchRule STREAMS = HouseRules.STREAMS;

  @ArchTest
  static final ArchRule DEPENDENCIES_POINT_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .ensureAllClassesAreContainedInArchitecture()
          .layer("service")
          .definedBy("dev.berth")
          .layer("check")
          .definedBy("dev.berth.check")
          .layer("trust")
          .definedBy("dev.berth.trust")
          .layer("flavor")
          .definedBy("dev.berth.flavor")
          .layer("auth")
          .definedBy("dev.berth.auth")
          .layer("config")
          .definedBy("dev.berth.config")
          .layer("store")
          .definedBy("dev.berth.store")
          .layer("file")
          .definedBy("dev.berth.file")
          .layer("text")
          .definedBy("dev.berth.text")
          .layer("push")
          .definedBy(
              "dev.berth.push",
              "dev.berth.push.[archive|compress|direct|distribution|docker|http|image|source]..")
          .layer("json")
          .definedBy("dev.berth.push.json")
          .layer("support")
          .definedBy("dev.berth.spi.support")
          .layer("spi")
          .definedBy("dev.berth.spi")
          .layer("reference")
          .definedBy("dev.berth.reference")
          .whereLayer("service")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("check")
          .mayOnlyBeAccessedByLayers("service")
          .whereLayer("trust")
          .mayOnlyBeAccessedByLayers("service")
          .whereLayer("flavor")
          .mayOnlyBeAccessedByLayers("service", "check", "trust")
          .whereLayer("auth")
          .mayOnlyBeAccessedByLayers("service")
          .whereLayer("config")
          .mayOnlyBeAccessedByLayers("service", "trust")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers("service", "flavor", "trust")
          .whereLayer("file")
          .mayOnlyBeAccessedByLayers("service", "flavor", "trust", "auth", "config", "store")
          .whereLayer("text")
          .mayOnlyBeAccessedByLayers("service", "flavor", "trust", "auth", "config", "store")
          .whereLayer("json")
          .mayOnlyBeAccessedByLayers("file", "push")
          .whereLayer("push")
          .mayOnlyBeAccessedByLayers("service")
          .whereLayer("support")
          .mayOnlyBeAccessedByLayers("service", "check", "flavor", "push")
          .whereLayer("spi")
          .mayOnlyBeAccessedByLayers(
              "service", "check", "flavor", "trust", "auth", "config", "store", "file", "push",
              "support")
          .whereLayer("reference")
          .mayOnlyBeAccessedByLayers(
              "service", "check", "flavor", "trust", "auth", "config", "push", "support", "spi");

  @ArchTest
  static final ArchRule ONLY_CONFIG_KNOWS_THE_VALIDATOR =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.berth.config")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.hibernate..", "com.github.victools..");

  @ArchTest
  static final ArchRule USER_TEXT_IS_NO_MESSAGE_TEMPLATE =
      noClasses()
          .should()
          .callMethod(
              ConstraintValidatorContext.class,
              "buildConstraintViolationWithTemplate",
              String.class);

  @ArchTest
  static final ArchRule NAMES =
      noClasses()
          .that()
          // Docker's word for the program.
          .doNotHaveSimpleName("CredentialHelper")
          .should()
          .haveNameMatching(".*(Utils?|Helper|Manager|Impl)");
}
