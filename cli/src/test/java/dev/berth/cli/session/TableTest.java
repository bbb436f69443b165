package dev.berth.cli.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private final Table table =
      new Table("NAME", "MESSAGE").row("a", "one two three four").row("b", "x".repeat(25));

  @Test
  void columnsAreAligned() {
    assertEquals(
        List.of("NAME  MESSAGE", "a     one two three four", "b     " + "x".repeat(25)),
        table.lines());
  }

  @Test
  void theWidestColumnIsWrappedAtBlanks() {
    assertEquals(
        List.of(
            "NAME  MESSAGE",
            "a     one two three",
            "      four",
            "b     " + "x".repeat(14),
            "      " + "x".repeat(11)),
        table.lines(20));
  }

  @Test
  void aTerminalOfFewColumnsGetsLongerLines() {
    assertEquals("      three four", table.lines(3).get(2));
  }
}
