package dev.berth.testing.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules for a module with flavors. Its light classes, the flavors and their configurations, are
 * loaded to list and to register; the implementation and its SDK only when a registry is opened.
 *
 * <pre>{@code
 * @AnalyzeClasses(packages = "com.acme.berth", importOptions = DoNotIncludeTests.class)
 * class ArchitectureTest {
 *   @ArchTest
 *   static void flavor(JavaClasses classes) {
 *     FlavorRules.of("com.acme.berth").implementedIn("com.acme.berth.sdk", "com.acme.sdk..").check(classes);
 *   }
 * }
 * }</pre>
 */
public final class FlavorRules {
  private static final String REGISTRY = "dev.berth.spi.BaseContainerRegistry";
  private static final String[] HOST = {
    "dev.berth",
    "dev.berth.auth..",
    "dev.berth.cli..",
    "dev.berth.config..",
    "dev.berth.file..",
    "dev.berth.flavor..",
    "dev.berth.localregistry..",
    "dev.berth.push..",
    "dev.berth.store..",
    "dev.berth.text.."
  };

  private final String light;
  private final DescribedPredicate<JavaClass> implementation;
  private final String[] sdk;

  private FlavorRules(String light, DescribedPredicate<JavaClass> implementation, String... sdk) {
    this.light = light;
    this.implementation = implementation;
    this.sdk = sdk;
  }

  /**
   * The rules for a module without an SDK, whose implementations stand beside the flavors.
   *
   * @param light the package
   */
  public static FlavorRules of(String light) {
    return new FlavorRules(light, describe("implement a registry", FlavorRules::isImplementation));
  }

  /**
   * The rules for a module whose implementation is in a package of its own.
   *
   * @param heavy the package
   * @param packages those of the SDK, in ArchUnit's notation: {@code com.acme.sdk..}
   */
  public FlavorRules implementedIn(String heavy, String... packages) {
    return new FlavorRules(light, resideInAnyPackage(heavy + ".."), packages);
  }

  /**
   * Checks the module's classes.
   *
   * @throws AssertionError with all that breaks a rule
   */
  public void check(JavaClasses classes) {
    List<String> broken =
        rules()
            .map(rule -> rule.allowEmptyShould(true).evaluate(classes))
            .filter(result -> result.hasViolation())
            .map(result -> result.getFailureReport().toString())
            .toList();
    if (!broken.isEmpty()) {
      throw new AssertionError(String.join("\n", broken));
    }
  }

  private Stream<ArchRule> rules() {
    return Stream.of(
        lightClassesAreLight(),
        onlyTheFlavorNamesTheImplementation(),
        flavorsNameTheRegistryAndTheDiscovery(),
        flavorsNameItInABodyOnly(),
        onlyTheImplementationKnowsTheSdk(),
        aFlavorSeesNothingOfTheHost(),
        HouseRules.NAMES);
  }

  private ArchRule lightClassesAreLight() {
    return classes()
        .that(isLight())
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.slf4j..",
                    "jakarta.validation..",
                    "com.fasterxml.jackson.annotation..",
                    "dev.berth.reference",
                    "dev.berth.spi..",
                    light + "..")
                .or(implementation));
  }

  private ArchRule onlyTheFlavorNamesTheImplementation() {
    return noClasses()
        .that(isLight())
        .and()
        .areNotAssignableTo(HouseRules.FLAVOR)
        .should()
        .dependOnClassesThat(implementation);
  }

  private ArchRule flavorsNameTheRegistryAndTheDiscovery() {
    return noClasses()
        .that(isLight())
        .should()
        .dependOnClassesThat(
            implementation.and(
                describe(
                    "are neither a registry nor a discovery",
                    type ->
                        !type.isAssignableTo(REGISTRY)
                            && !type.getSimpleName().endsWith("Discovery"))));
  }

  private ArchRule flavorsNameItInABodyOnly() {
    return classes().that(isLight()).should(notDeclare(implementation));
  }

  private ArchRule onlyTheImplementationKnowsTheSdk() {
    return noClasses()
        .that(DescribedPredicate.not(implementation))
        .should()
        .dependOnClassesThat(resideInAnyPackage(sdk));
  }

  private static ArchRule aFlavorSeesNothingOfTheHost() {
    return noClasses().should().dependOnClassesThat().resideInAnyPackage(HOST);
  }

  private DescribedPredicate<JavaClass> isLight() {
    return resideInAnyPackage(light + "..").and(DescribedPredicate.not(implementation));
  }

  private static boolean isImplementation(JavaClass type) {
    return type.isAssignableTo(REGISTRY)
        || type.getEnclosingClass().filter(FlavorRules::isImplementation).isPresent();
  }

  private static ArchCondition<JavaClass> notDeclare(DescribedPredicate<JavaClass> types) {
    return new ArchCondition<>("name those that " + types.getDescription() + " in bodies only") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Stream<JavaClass> fields = type.getFields().stream().map(field -> field.getRawType());
        Stream<JavaClass> signatures = type.getCodeUnits().stream().flatMap(FlavorRules::signature);
        Stream.concat(fields, signatures)
            .filter(types)
            .forEach(
                named ->
                    events.add(
                        SimpleConditionEvent.violated(
                            type, type.getName() + " declares " + named.getName())));
      }
    };
  }

  private static Stream<JavaClass> signature(JavaCodeUnit unit) {
    return Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream());
  }
}
