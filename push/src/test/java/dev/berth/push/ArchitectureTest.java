package dev.berth.push;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.berth.testing.rules.HouseRules;

@AnalyzeClasses(packages = "dev.berth.push", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

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
          .ensureAllClassesAreContainedInArchitecture()
          .layer("seam")
          .definedBy("dev.berth.push")
          .layer("engines")
          .definedBy("dev.berth.push.direct", "dev.berth.push.docker")
          .layer("distribution")
          .definedBy("dev.berth.push.distribution")
          .layer("http")
          .definedBy("dev.berth.push.http")
          .layer("source")
          .definedBy("dev.berth.push.source")
          .layer("image")
          .definedBy("dev.berth.push.image")
          .layer("archive")
          .definedBy("dev.berth.push.archive")
          .layer("compress")
          .definedBy("dev.berth.push.compress")
          .layer("json")
          .definedBy("dev.berth.push.json")
          .whereLayer("engines")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("distribution")
          .mayOnlyBeAccessedByLayers("engines")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("engines", "distribution")
          .whereLayer("source")
          .mayOnlyBeAccessedByLayers("engines")
          .whereLayer("image")
          .mayOnlyBeAccessedByLayers("engines", "distribution", "source", "seam");

  @ArchTest
  static final ArchRule ENGINES_ARE_INDEPENDENT =
      noClasses()
          .that()
          .resideInAPackage("dev.berth.push.direct")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.berth.push.docker");
}
