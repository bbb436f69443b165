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
import dev.berth.reference.PlainText;
import java.io.PrintStream;
import org.yaml.snakeyaml.DumperOptions;

/** Results on standard output, the story on standard error. */
public final class Output {
  /** How results are written. */
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

  public Output(PrintStream out, PrintStream err, Format format, boolean quiet) {
    this.out = out;
    this.err = err;
    this.format = format;
    this.quiet = quiet;
  }

  /** Prints a result: as data, or for people as lines. */
  public void result(JsonNode data, Iterable<String> lines) {
    if (format == Format.TABLE) {
      lines.forEach(line -> out.println(PlainText.line(line)));
    } else {
      out.println(data(data));
    }
  }

  /** Says what was done. */
  public void info(String line) {
    if (!quiet) {
      err.println(PlainText.line(line));
    }
  }

  /** Says what the user should look at, although it stops nothing. */
  public void warning(String line) {
    err.println("warning: " + PlainText.line(line));
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

  /**
   * Text in the output's format, of ASCII characters alone, so that nothing in it can steer a
   * terminal.
   */
  public String data(JsonNode data) {
    try {
      // The one control character that JSON need not escape, and its writer does not.
      return writer().writeValueAsString(data).stripTrailing().replace("\u007f", "\\u007f");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
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
