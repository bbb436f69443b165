package dev.berth.azure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.berth.azure.acr.AcrRegistry;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "dev.berth.azure", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule flavorAndConfigurationAreLight =
      classes()
          .that()
          .resideInAPackage("dev.berth.azure")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "jakarta.validation..",
              "org.jspecify..",
              "dev.berth.reference",
              "dev.berth.spi",
              "dev.berth.azure",
              "dev.berth.azure.acr");

  @ArchTest
  static final ArchRule theConfigurationKnowsNoImplementation =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("AzureRegistryConfig")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.berth.azure.acr");

  @ArchTest
  static final ArchRule theImplementationSeesNoMoreOfTheHostThanOthers =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.berth", "dev.berth.push..", "dev.berth.auth..", "org.apache..");

  @Test
  void theFlavorNamesTheImplementationInABodyOnly() {
    Stream<Class<?>> types =
        Stream.concat(
            Arrays.stream(AzureFlavor.class.getDeclaredFields()).map(Field::getType),
            Arrays.stream(AzureFlavor.class.getDeclaredMethods()).map(Method::getReturnType));
    Assertions.assertTrue(types.noneMatch(AcrRegistry.class::equals));
  }
}
