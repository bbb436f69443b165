package dev.berth.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The classes in the guide for authors of flavors are those that a new project has. */
class FlavorGuideTest {
  private static final Path TEMPLATES = Path.of("src/main/templates");
  private static final Pattern CLASS = Pattern.compile("```java\n(package .*?)```", Pattern.DOTALL);

  @Test
  void theClassesAreThoseOfTheTemplates() throws IOException {
    List<String> templates =
        List.of(
            "common/Flavor",
            "checks/RegistryConfig",
            "checks/Registry",
            "login/Registry",
            "checks/FlavorTest");
    List<String> classes =
        CLASS
            .matcher(Files.readString(Path.of("../docs/custom-flavors.md")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertEquals(templates.size(), classes.size());
    for (String template : templates) {
      String source = Files.readString(TEMPLATES.resolve(template + ".java"));
      assertTrue(classes.contains(source), () -> "docs/custom-flavors.md lacks " + template);
    }
  }
}
