package dev.berth.gcp;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import dev.berth.testing.rules.FlavorRules;
import dev.berth.testing.rules.HouseRules;

@AnalyzeClasses(packages = "dev.berth.gcp", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

  @ArchTest
  static void flavors(JavaClasses classes) {
    FlavorRules.of("dev.berth.gcp")
        .implementedIn("dev.berth.gcp.gar", "com.google..", "io.grpc..")
        .check(classes);
  }
}
