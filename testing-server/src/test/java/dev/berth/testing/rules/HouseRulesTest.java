package dev.berth.testing.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
  private static final JavaClasses OWN =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("dev.berth.testing");
  private static final JavaClasses FIXTURE =
      new ClassFileImporter()
          .withImportOption(new OnlyIncludeTests())
          .importPackages("dev.berth.testing.rules.fixture");

  private static List<String> broken(ArchRule rule) {
    return rule.evaluate(FIXTURE).getFailureReport().getDetails();
  }

  @Test
  void theModuleKeepsItsOwnRules() {
    HouseRules.SMALL_PACKAGES.check(OWN);
    HouseRules.SMALL_CIRCLES.check(OWN);
    HouseRules.NO_CIRCLES_OF_PACKAGES.check(OWN);
    HouseRules.FEW_PARAMETERS.check(OWN);
    HouseRules.SHORT_FILES.check(OWN);
    HouseRules.NAMES.check(OWN);
    HouseRules.STREAMS.check(OWN);
  }

  @Test
  void aCircleOfThreeIsFoundAlsoThroughNestedClassesAndGenericTypes() {
    List<String> broken = broken(HouseRules.SMALL_CIRCLES);
    assertEquals(1, broken.size(), broken::toString);
    assertTrue(broken.get(0).startsWith("3 classes are a circle"), broken::toString);
  }

  @Test
  void parametersCountWhereTheyAreNoListOfValues() {
    List<String> broken = broken(HouseRules.FEW_PARAMETERS);
    assertEquals(1, broken.size(), broken::toString);
    assertTrue(broken.get(0).contains("sum("), broken::toString);
  }

  @Test
  void filesAreCountedWithTheirSources() {
    assertEquals(4, Sources.byPackage(FIXTURE).get(0).files());
    assertTrue(Sources.lines(OWN.get(HouseRules.class)).orElseThrow() > 100);
  }
}
