package dev.berth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ManPagesTest {
  private final Map<String, String> pages = ManPages.all("2026-11-01");

  private String page(String name) {
    return Objects.requireNonNull(pages.get(name), () -> name + " is none of " + pages.keySet());
  }

  @Test
  void eachCommandHasAPageAndItsAliasesHaveNone() {
    assertTrue(page("berth").startsWith(".TH \"BERTH\" 1 2026-11-01 "));
    page("berth-container-registry-flavor-new");
    assertFalse(pages.containsKey("berth-cr"), pages.keySet()::toString);
    assertTrue(page("berth").contains("\\fBcontainer\\-registry, cr\\fR\n"));
  }

  @Test
  void aPageHasTheOptionsOfTheCommand() {
    String push = page("berth-push");

    assertTrue(push.contains("\n.TP\n\\fB\\-\\-from=SOURCE\\fR\nImage to push: "), push);
    assertTrue(push.contains("gzip, zstd, none."), push);
    assertFalse(push.contains("stacktrace"), push);
    assertTrue(page("berth").contains("\n.TP\n\\fB\\-\\-stacktrace\\fR\n"));
  }

  @Test
  void noTextIsTakenForARequest() {
    pages.forEach(
        (name, page) ->
            assertEquals(
                List.of(),
                page.lines()
                    .filter(it -> it.startsWith(".") || it.startsWith("'"))
                    .filter(it -> !it.matches("\\.(TH|SH|TP|PP|BR)( .*)?"))
                    .toList(),
                name));
  }
}
