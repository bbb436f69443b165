package dev.berth.cli.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.cli.session.Output;
import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Outcome;
import dev.berth.reference.Digest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  private static final long MIB = 1024 * 1024;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final AtomicLong clock = new AtomicLong();
  private int columns = 80;

  private Output output(boolean quiet) {
    var err = new PrintStream(printed, true, UTF_8);
    return new Output(err, err, Output.Format.TABLE, quiet, () -> columns);
  }

  private Bars bars() {
    Output output = output(false);
    return new Bars(
        output,
        false,
        new Transfer(Transfer.Words.PUSH, clock::get),
        new Screen(output.err(), () -> columns));
  }

  private void pass(int seconds) {
    clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private static PushResult.Layer layer(int number, Outcome outcome) {
    return new PushResult.Layer(
        new Digest("sha256", Integer.toString(number).repeat(64)), number * MIB, outcome);
  }

  private static String name(int number) {
    return Integer.toString(number).repeat(12);
  }

  /** What a terminal shows of what was printed: cursor up, erase below, and lines. */
  private List<String> screen() {
    List<String> lines = new ArrayList<>(List.of(""));
    int row = 0;
    String text = printed.toString(UTF_8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\u001b') {
        int end = i + 2;
        while (!Character.isLetter(text.charAt(end))) {
          end++;
        }
        if (text.charAt(end) == 'A') {
          row -= Integer.parseInt(text.substring(i + 2, end));
        } else {
          lines = new ArrayList<>(lines.subList(0, row));
          lines.add("");
        }
        i = end;
      } else if (c == '\n') {
        row++;
        if (row == lines.size()) {
          lines.add("");
        }
      } else if (c != '\r') {
        lines.set(row, lines.get(row) + c);
      }
    }
    return lines.subList(0, lines.size() - 1);
  }

  @Test
  void aLayerHasALineWhileItIsSentAndOneWhenItIsDone() {
    try (Bars bars = bars()) {
      bars.begins(2, 6 * MIB);
      bars.layerProgress(name(4), MIB, 4 * MIB);
      bars.layerProgress("layer 2", 0, 2 * MIB);
      pass(2);
      bars.layerProgress(name(4), 3 * MIB, 4 * MIB);
      bars.tick();
      assertEquals(
          List.of(
              "444444444444  [==============================          ]   75%  3.0/4.0 MiB",
              "layer 2       [                                        ]    0%  0.0/2.0 MiB",
              "0/2 layers  3.0/6.0 MiB  1.5 MiB/s  2 s left"),
          screen());
      bars.layerDone(name(4), Optional.of(layer(4, Outcome.UPLOADED)));
      bars.layerDone("layer 2", Optional.of(layer(2, Outcome.UPLOADED)));
      bars.tick();
    }
    assertEquals(
        List.of("444444444444  uploaded     4.0 MiB", "222222222222  uploaded     2.0 MiB"),
        screen());
  }

  @Test
  void smallLayersHaveTheirSizeInSmallUnits() {
    try (Bars bars = bars()) {
      bars.layerProgress(name(4), 100, 400);
      bars.tick();
      assertTrue(screen().get(0).endsWith("25%  100/400 B"), screen()::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 40, 47, 80, 200})
  void everyLineFitsTheTerminal(int width) {
    columns = width;
    try (Bars bars = bars()) {
      bars.begins(40, 4000 * MIB);
      for (int i = 1; i <= 4; i++) {
        bars.layerProgress(name(i), i * MIB, 1000 * MIB);
      }
      pass(1);
      bars.tick();
      screen().forEach(line -> assertTrue(line.length() < Math.max(2, width), line));
      assertEquals(5, screen().size());
    }
  }

  @Test
  void linesThatATerminalWrappedSinceAreErased() {
    try (Bars bars = bars()) {
      bars.layerProgress(name(4), MIB, 4 * MIB);
      bars.tick();
      int before = printed.size();
      columns = 40;
      bars.tick();
      // 75 characters take two rows of 40 columns.
      String again = printed.toString(UTF_8).substring(before);
      assertTrue(again.startsWith("\r\u001b[3A\u001b[J"), again);
    }
  }

  @Test
  void messagesStayAboveTheBars() {
    try (Bars bars = bars()) {
      bars.layerProgress(name(4), MIB, 4 * MIB);
      bars.tick();
      bars.warning("something");
      assertEquals("warning: something", screen().get(0));
      assertEquals(3, screen().size());
    }
    assertEquals(List.of("warning: something"), screen());
  }

  @Test
  void layersThatTheEngineNamedOtherwiseAreToldAtTheEnd() {
    try (Bars bars = bars()) {
      bars.layerProgress("layer 1", MIB, MIB);
      bars.layerDone("layer 1", Optional.empty());
      bars.finish(
          new PushResult(layer(1, Outcome.UPLOADED).digest(), List.of(layer(1, Outcome.UPLOADED))));
    }
    assertEquals(List.of("111111111111  uploaded     1.0 MiB"), screen());
  }

  @Test
  void withoutATerminalThereIsALineNowAndThen() {
    try (Lines lines =
        new Lines(output(false), false, new Transfer(Transfer.Words.PUSH, clock::get))) {
      lines.tick();
      lines.begins(3, 100 * MIB);
      pass(10);
      lines.layerProgress(name(4), 20 * MIB, 40 * MIB);
      lines.layerDone(name(2), Optional.of(layer(2, Outcome.EXISTS)));
      lines.tick();
    }
    assertEquals(List.of("pushing: 1/3 layers, 22.0/100.0 MiB, 2.0 MiB/s, 39 s left"), screen());
  }

  @Test
  void nothingIsToldWhenQuiet() {
    try (Lines lines =
        new Lines(output(true), false, new Transfer(Transfer.Words.PUSH, clock::get))) {
      lines.begins(1, MIB);
      lines.tick();
    }
    assertEquals("", printed.toString(UTF_8));
  }
}
