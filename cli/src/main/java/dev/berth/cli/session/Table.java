package dev.berth.cli.session;

import dev.berth.reference.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of text in aligned columns. */
public final class Table {
  private static final String GAP = "  ";
  private static final int LEAST = 10;

  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... header) {
    row(header);
  }

  public Table row(String... cells) {
    rows.add(List.of(cells).stream().map(PlainText::line).toList());
    return this;
  }

  /** The table's lines, without trailing blanks. */
  public List<String> lines() {
    return lines(Integer.MAX_VALUE);
  }

  /** The same; the widest column is wrapped if a line would have more characters. */
  public List<String> lines(int width) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    shrink(widths, width);
    return rows.stream().flatMap(row -> lines(row, widths).stream()).toList();
  }

  private static void shrink(int[] widths, int width) {
    long sum =
        IntStream.of(widths).asLongStream().sum() + (long) GAP.length() * (widths.length - 1);
    if (sum > width) {
      int widest =
          IntStream.range(0, widths.length).reduce(0, (a, b) -> widths[b] > widths[a] ? b : a);
      widths[widest] = Math.max(LEAST, (int) (widths[widest] - (sum - width)));
    }
  }

  private static List<String> lines(List<String> row, int[] widths) {
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      cells.add(wrapped(row.get(i), widths[i]));
    }
    int height = cells.stream().mapToInt(List::size).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (int line = 0; line < height; line++) {
      var text = new StringBuilder();
      for (int i = 0; i < cells.size(); i++) {
        String cell = line < cells.get(i).size() ? cells.get(i).get(line) : "";
        text.append(cell).append(" ".repeat(Math.max(0, widths[i] - cell.length()))).append(GAP);
      }
      lines.add(text.toString().stripTrailing());
    }
    return lines;
  }

  /** Lines of at most this width, broken at blanks where possible. */
  private static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > width) {
      int blank = rest.lastIndexOf(' ', width);
      int end = blank > 0 ? blank : width;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }
}
