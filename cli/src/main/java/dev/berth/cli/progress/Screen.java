package dev.berth.cli.progress;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * The last lines of a terminal, which are drawn again and again. Lines that stay are printed above
 * them.
 */
final class Screen {
  private static final String UP = "\u001b[%dA";
  private static final String ERASE_BELOW = "\u001b[J";
  private final PrintStream out;
  private final IntSupplier columns;
  private List<Integer> drawn = List.of();

  Screen(PrintStream out, IntSupplier columns) {
    this.out = out;
    this.columns = columns;
  }

  int columns() {
    return Math.max(1, columns.getAsInt());
  }

  /** Prints lines that stay, and draws the others below them. */
  void draw(List<String> staying, List<String> live) {
    int width = columns();
    var text = new StringBuilder(erasing(width));
    staying.forEach(line -> text.append(line).append('\n'));
    List<Integer> lengths = new ArrayList<>();
    for (String line : live) {
      // The last column stays empty, since terminals differ in what follows a full line.
      String cut = line.substring(0, Math.min(line.length(), width - 1));
      text.append(cut).append('\n');
      lengths.add(cut.length());
    }
    out.print(text);
    out.flush();
    drawn = lengths;
  }

  /** A terminal that became narrower has wrapped the lines that were drawn. */
  private String erasing(int width) {
    int rows = drawn.stream().mapToInt(length -> 1 + Math.max(0, length - 1) / width).sum();
    return rows == 0 ? "" : "\r" + UP.formatted(rows) + ERASE_BELOW;
  }
}
