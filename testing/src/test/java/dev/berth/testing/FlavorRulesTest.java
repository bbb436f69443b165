package dev.berth.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.berth.testing.rules.FlavorRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlavorRulesTest {
  private static final JavaClasses LEAKY =
      new ClassFileImporter().importPackages("dev.berth.testing.leaky");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LeakyFlavor declares dev.berth.testing.leaky.LeakyRegistry",
        "dev.berth.push.PushListener",
      })
  void whatBreaksARuleIsNamed(String words) {
    FlavorRules rules = FlavorRules.of("dev.berth.testing.leaky");
    AssertionError e = assertThrows(AssertionError.class, () -> rules.check(LEAKY));
    assertTrue(String.valueOf(e.getMessage()).contains(words), e::getMessage);
  }

  @Test
  void aLightClassMayNotUseTheSdk() {
    FlavorRules rules =
        FlavorRules.of("dev.berth.testing.leaky")
            .implementedIn("dev.berth.testing.nowhere", "dev.berth.push..");
    AssertionError e = assertThrows(AssertionError.class, () -> rules.check(LEAKY));
    assertTrue(
        String.valueOf(e.getMessage())
            .contains("should depend on classes that reside in any package ['dev.berth.push..']"),
        e::getMessage);
  }
}
