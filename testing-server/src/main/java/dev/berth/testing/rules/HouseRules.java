package dev.berth.testing.rules;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The rules of architecture that all modules share. A module's test has all of them with {@code
 * ArchTests.in(HouseRules.class)}, or names those that it wants.
 */
public final class HouseRules {
  static final String FLAVOR = "dev.berth.spi.BaseContainerRegistryFlavor";

  private static final int MAX_FILES = 30;
  private static final int MAX_CIRCLE = 2;
  private static final int MAX_PARAMETERS = 5;
  private static final int MAX_LINES = 300;

  private HouseRules() {}

  /** A package has at most 30 files; {@code package-info.java} does not count. */
  @ArchTest
  public static final ArchRule SMALL_PACKAGES =
      classes().should(all("be in packages of at most 30 files", HouseRules::checkPackages));

  /** At most two top-level classes need each other, directly or through others. */
  @ArchTest
  public static final ArchRule SMALL_CIRCLES =
      classes().should(all("be in circles of at most 2 classes", HouseRules::checkCircles));

  /**
   * Packages do not need each other. A flavor is apart: it names its implementation, which reads
   * the configuration beside the flavor.
   */
  @ArchTest
  public static final ArchRule NO_CIRCLES_OF_PACKAGES =
      slices()
          .matching("dev.berth.(**)")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(assignableTo(FLAVOR), alwaysTrue())
          .allowEmptyShould(true);

  /**
   * A method or constructor has at most 5 parameters. A record's canonical constructor and an
   * enum's are apart, since they only list values.
   */
  @ArchTest
  public static final ArchRule FEW_PARAMETERS =
      classes().should(all("have at most 5 parameters", HouseRules::checkParameters));

  /**
   * A source file has at most 300 lines. The file is read from {@code src/main/java}; classes of
   * other modules' jars are left out.
   */
  @ArchTest
  public static final ArchRule SHORT_FILES =
      classes().should(all("be in files of at most 300 lines", HouseRules::checkFiles));

  /** A class name does not end in Util, Helper, Manager or Impl. */
  @ArchTest
  public static final ArchRule NAMES =
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl)");

  /** No class uses the standard streams; only the command does. */
  @ArchTest
  public static final ArchRule STREAMS =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  private static void checkPackages(Collection<JavaClass> classes, Violations violations) {
    for (Sources.InPackage found : Sources.byPackage(classes)) {
      if (found.files() > MAX_FILES) {
        violations.add("package %s has %d files".formatted(found.name(), found.files()));
      }
    }
  }

  private static void checkCircles(Collection<JavaClass> classes, Violations violations) {
    for (List<String> circle : Circles.of(classes)) {
      if (circle.size() > MAX_CIRCLE) {
        violations.add("%d classes are a circle: %s".formatted(circle.size(), circle));
      }
    }
  }

  private static void checkFiles(Collection<JavaClass> classes, Violations violations) {
    for (JavaClass type : classes) {
      Sources.lines(type)
          .filter(lines -> lines > MAX_LINES)
          .ifPresent(lines -> violations.add(type.getName() + " has " + lines + " lines"));
    }
  }

  private static void checkParameters(Collection<JavaClass> classes, Violations violations) {
    for (JavaClass type : classes) {
      for (JavaCodeUnit unit : type.getCodeUnits()) {
        int count = parameters(unit);
        if (count > MAX_PARAMETERS) {
          violations.add(unit.getFullName() + " has " + count + " parameters");
        }
      }
    }
  }

  /** The number of parameters in the source; 0 for what the source does not write as a list. */
  private static int parameters(JavaCodeUnit unit) {
    JavaClass owner = unit.getOwner();
    int count = unit.getRawParameterTypes().size();
    if (unit.getModifiers().contains(SYNTHETIC)) {
      return 0;
    }
    if (!unit.isConstructor()) {
      return count;
    }
    boolean listsValues = owner.isRecord() && count == components(owner);
    if (owner.isEnum() || listsValues || owner.isAnonymousClass() || owner.isLocalClass()) {
      return 0;
    }
    return owner.isInnerClass() ? count - 1 : count;
  }

  private static long components(JavaClass type) {
    return type.getFields().stream()
        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
        .count();
  }

  /** Where a rule on all classes together puts what it finds. */
  private interface Violations {
    void add(String message);
  }

  private static ArchCondition<JavaClass> all(
      String words, BiConsumer<Collection<JavaClass>, Violations> check) {
    return new ArchCondition<>(words) {
      private Collection<JavaClass> classes = List.of();

      @Override
      public void init(Collection<JavaClass> allClasses) {
        classes = List.copyOf(allClasses);
      }

      @Override
      public void check(JavaClass type, ConditionEvents events) {
        // Only all of them together can break the rule.
      }

      @Override
      public void finish(ConditionEvents events) {
        check.accept(
            classes, message -> events.add(SimpleConditionEvent.violated(classes, message)));
      }
    };
  }
}
