package dev.berth.cli.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.berth.reference.KnownSecrets;
import dev.berth.reference.PlainText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.yaml.snakeyaml.DumperOptions;

/** Writes results to standard output and everything else to standard error. */
public final class Output {
  /** The formats of results. */
  public enum Format {
    TABLE,
    JSON,
    YAML;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final PrintStream out;
  private final PrintStream err;
  private final Format format;
  private final boolean quiet;
  private final IntSupplier columns;

  /**
   * @param columns the width of tables on standard output
   */
  public Output(
      PrintStream out, PrintStream err, Format format, boolean quiet, IntSupplier columns) {
    this.out = out;
    this.err = err;
    this.format = format;
    this.quiet = quiet;
    this.columns = columns;
  }

  /** Prints a result as data or as tables, with an empty line between them. */
  public void result(JsonNode data, Table... tables) {
    result(() -> data, tables);
  }

  /** The same with data that is created only if it is printed. */
  public void result(Supplier<JsonNode> data, Table... tables) {
    List<String> lines = new ArrayList<>();
    for (Table table : format == Format.TABLE ? tables : new Table[0]) {
      lines.addAll(lines.isEmpty() ? List.of() : List.of(""));
      table.lines(columns.getAsInt()).forEach(lines::add);
    }
    result(data, lines);
  }

  /**
   * Prints a result as data or as lines. Nothing in it is masked: a repository may have the name of
   * a password, and texts from outside are masked already.
   */
  public void result(JsonNode data, Iterable<String> lines) {
    result(() -> data, lines);
  }

  /** The same with data that is created only if it is printed. */
  public void result(Supplier<JsonNode> data, Iterable<String> lines) {
    if (format == Format.TABLE) {
      lines.forEach(line -> out.println(PlainText.line(line)));
    } else {
      out.println(data(data.get()));
    }
  }

  /** Prints what was done. */
  public void info(String line) {
    if (!quiet) {
      err.println(line(line));
    }
  }

  /** Prints a warning. */
  public void warning(String line) {
    err.println("warning: " + line(line));
  }

  /** A text on one line, without control characters and secrets. */
  public static String line(String text) {
    return KnownSecrets.line(text);
  }

  public Format format() {
    return format;
  }

  public PrintStream err() {
    return err;
  }

  public boolean quiet() {
    return quiet;
  }

  /** Data in the output format, in ASCII, so that it cannot control a terminal. */
  public String data(JsonNode data) {
    try {
      // The only control character that the JSON writer does not escape.
      return writer().writeValueAsString(data).stripTrailing().replace("\u007f", "\\u007f");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always serializable", e);
    }
  }

  private ObjectWriter writer() {
    if (format == Format.YAML) {
      var options = new DumperOptions();
      options.setAllowUnicode(false);
      var factory =
          YAMLFactory.builder()
              .dumperOptions(options)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .build();
      return new YAMLMapper(factory).writer();
    }
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
        .build()
        .writer();
  }
}
