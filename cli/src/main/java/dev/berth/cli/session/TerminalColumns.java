package dev.berth.cli.session;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.IntSupplier;

/** The width of the terminal, which may change while a command runs. */
public final class TerminalColumns implements IntSupplier {
  private static final int DEFAULT = 80;
  private final int otherwise;

  /**
   * @param variables the environment variables; {@code COLUMNS} counts when the terminal does not
   *     tell
   */
  public TerminalColumns(Map<String, String> variables) {
    this.otherwise = parse(variables.getOrDefault("COLUMNS", ""), DEFAULT);
  }

  /** Java cannot ask; {@code stty size} prints rows and columns. */
  @Override
  public int getAsInt() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      stty.waitFor();
      return parse(size.strip().replaceFirst(".* ", ""), otherwise);
    } catch (IOException e) {
      return otherwise;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    }
  }

  private static int parse(String text, int otherwise) {
    return text.matches("[1-9]\\d{0,4}") ? Integer.parseInt(text) : otherwise;
  }
}
