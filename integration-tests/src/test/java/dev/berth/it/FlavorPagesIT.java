package dev.berth.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.it.kit.Berth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The properties of flavors: on their pages, in the help and in {@code flavor docs}. */
class FlavorPagesIT {
  private static final Path PAGES = Path.of("../docs/flavors");
  private static final String HEADER = "| property | type | default | meaning |";

  private final Berth berth;

  FlavorPagesIT(@TempDir Path folder) {
    berth = Berth.inProject(folder);
  }

  static Stream<String> flavors() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      return pages
          .map(page -> page.getFileName().toString().replace(".md", ""))
          .filter(name -> !name.equals("compared"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("flavors")
  void aPageHasTheTableOfTheFlavorsProperties(String flavor) throws IOException {
    List<String> tables = tables(berth.ok("cr", "flavor", "docs", flavor).out());
    // The page of the flavor "default" has the properties of every registry too.
    List<String> wanted = flavor.equals("default") ? tables : tables.subList(0, tables.size() - 1);
    String page = Files.readString(PAGES.resolve(flavor + ".md"));
    for (String table : wanted) {
      assertTrue(
          page.contains(table),
          () -> "replace the table of docs/flavors/" + flavor + ".md by this:\n" + table);
    }
  }

  private static List<String> tables(String markdown) {
    List<String> tables = new ArrayList<>();
    for (int at = markdown.indexOf(HEADER); at >= 0; at = markdown.indexOf(HEADER, at + 1)) {
      tables.add(markdown.substring(at, markdown.indexOf("\n\n", at)));
    }
    return tables;
  }

  @Test
  void theHelpOfRegisterHasThePropertiesOfAFlavor() {
    String line = "createProject         true or false  false    whether a push creates";
    berth.ok("cr", "register", "--flavor", "harbor", "--help").prints(line);
    berth.ok("cr", "flavor", "describe", "harbor").prints(line);
    berth
        .ok("cr", "register", "--help", "--flavor", "none")
        .prints("cannot be shown: there is no flavor 'none'");
    berth.ok("cr", "register", "--help").prints("flavor describe FLAVOR");
    assertTrue(
        Arrays.stream(berth.ok("cr", "discover", "-f", "aws", "--help").out().split("\n"))
            .anyMatch(it -> it.startsWith("roleArn")));
  }
}
