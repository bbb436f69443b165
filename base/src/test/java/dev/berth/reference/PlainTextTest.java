package dev.berth.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTextTest {
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "plain é 日本 😀,plain é 日本 😀",
        "'a\nb\r\tc',a b  c",
        "\u001b[31mred\u0007,[31mred",
        "a\u0000b\u007fc\u0085d\u009b2Je,abcd2Je",
        "a\u202eb\u2066c\u200fd\u061ce,abcde",
      })
  void nothingThatSteersATerminalIsLeft(String text, String printed) {
    assertEquals(printed, PlainText.line(text));
  }
}
