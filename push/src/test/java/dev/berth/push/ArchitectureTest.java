package dev.berth.push;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

@AnalyzeClasses(packages = "dev.berth", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule DOCKER_JAVA =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.berth.push.docker")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.dockerjava..");

  @ArchTest
  static final ArchRule HTTP_CLIENT =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.berth.push.http")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hc..");

  @ArchTest
  static final ArchRule FILE_FORMATS =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.berth.push.archive", "dev.berth.push.compress")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.commons.compress..", "com.github.luben..");

  @ArchTest
  static final ArchRule ONLY_TAR_OF_COMMONS_COMPRESS =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.apache.commons.compress..")
                  .and(resideOutsideOfPackage("org.apache.commons.compress.archivers.tar")));

  @ArchTest
  static final ArchRule DEPENDENCIES_POINT_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("engines")
          .definedBy("dev.berth.push.direct", "dev.berth.push.docker")
          .layer("distribution")
          .definedBy("dev.berth.push.distribution")
          .layer("http")
          .definedBy("dev.berth.push.http")
          .layer("image")
          .definedBy("dev.berth.push.image")
          .layer("archive")
          .definedBy("dev.berth.push.archive")
          .layer("compress")
          .definedBy("dev.berth.push.compress")
          .whereLayer("engines")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("distribution")
          .mayOnlyBeAccessedByLayers("engines")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("engines", "distribution")
          .whereLayer("image")
          .mayOnlyBeAccessedByLayers("engines", "distribution");

  @ArchTest
  static final ArchRule ENGINES_ARE_INDEPENDENT =
      noClasses()
          .that()
          .resideInAPackage("dev.berth.push.direct")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.berth.push.docker");

  @ArchTest
  static final ArchRule NAMES =
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl)");

  @ArchTest
  static final ArchRule FEW_PARAMETERS =
      noCodeUnits()
          .that()
          .areDeclaredInClassesThat(not(assignableTo(Record.class)))
          .should(
              have(
                  describe(
                      "more than 5 parameters",
                      unit ->
                          unit.getRawParameterTypes().size() > 5
                              && !unit.getModifiers().contains(JavaModifier.SYNTHETIC))));

  @ArchTest
  static final ArchRule STREAMS = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule CYCLES = slices().matching("dev.berth.(**)").should().beFreeOfCycles();
}
