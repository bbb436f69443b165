package dev.berth.gcp;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.berth.gcp.gar.GarRegistry;

@AnalyzeClasses(packages = "dev.berth.gcp", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule whatIsLoadedToRegisterKnowsNoSdk =
      classes()
          .that()
          .resideInAPackage("dev.berth.gcp")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "jakarta.validation..",
              "dev.berth.reference",
              "dev.berth.spi",
              "dev.berth.gcp",
              "dev.berth.gcp.gar");

  @ArchTest
  static final ArchRule onlyTheFlavorNamesTheImplementation =
      noClasses()
          .that()
          .resideInAPackage("dev.berth.gcp")
          .and()
          .areNotAssignableTo(GcpFlavor.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.berth.gcp.gar");

  @ArchTest
  static final ArchRule theFlavorNamesOfItTheRegistryAlone =
      noClasses()
          .that()
          .areAssignableTo(GcpFlavor.class)
          .should()
          .dependOnClassesThat(
              describe(
                  "are of the implementation, but the registry",
                  type ->
                      type.getPackageName().equals("dev.berth.gcp.gar")
                          && !type.isEquivalentTo(GarRegistry.class)));
}
