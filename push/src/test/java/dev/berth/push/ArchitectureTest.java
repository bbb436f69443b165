package dev.berth.push;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

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
          .resideOutsideOfPackage("dev.berth.push.oci")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hc..");

  @ArchTest
  static final ArchRule FILE_FORMATS =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.berth.push.image")
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
  static final ArchRule IMAGES_KNOW_NO_REGISTRY =
      noClasses()
          .that()
          .resideInAPackage("dev.berth.push.image")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.berth.push.oci", "dev.berth.push.docker");

  @ArchTest
  static final ArchRule PROTOCOL_KNOWS_NO_ENGINE =
      noClasses()
          .that()
          .resideInAPackage("dev.berth.push.oci")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.berth.push.docker");

  @ArchTest
  static final ArchRule NAMES =
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl)");

  @ArchTest
  static final ArchRule STREAMS = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule CYCLES = slices().matching("dev.berth.(**)").should().beFreeOfCycles();
}
