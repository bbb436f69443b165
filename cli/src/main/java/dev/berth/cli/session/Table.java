package dev.berth.cli.session;

import dev.berth.reference.PlainText;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns. */
public final class Table {
  private static final String GAP = "  ";

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
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
