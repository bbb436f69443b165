package dev.berth.testing.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.cli.Main;
import dev.berth.cli.session.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Runs {@code berth} in this JVM, with the flavors of the class path. It sees only the environment
 * variables and files that a test gives it: its home folder and current folder are the test's.
 *
 * <pre>{@code
 * var berth = new CommandRunner(folder);
 * berth.run("container-registry", "register", "dev", "--flavor", "acme", "--uri", "localhost:5000");
 * assertEquals(10, berth.run("push", "localhost:5000/other/app:1").status());
 * }</pre>
 *
 * <p>Immutable, and safe for use by several threads.
 */
public final class CommandRunner {
  private final Path folder;
  private final Map<String, String> variables;
  private final String input;

  /**
   * The end of a command.
   *
   * @param status its exit status
   * @param out what it printed on standard output
   * @param err what it printed on standard error
   */
  public record Result(int status, String out, String err) {}

  /**
   * Creates a runner without environment variables and input.
   *
   * @param folder a temporary folder, the home folder and the current folder of commands
   */
  public CommandRunner(Path folder) {
    this(folder, Map.of(), "");
  }

  private CommandRunner(Path folder, Map<String, String> variables, String input) {
    this.folder = folder;
    this.variables = variables;
    this.input = input;
  }

  /** The same with an environment variable. */
  public CommandRunner with(String variable, String value) {
    var more = new HashMap<>(variables);
    more.put(variable, value);
    return new CommandRunner(folder, Map.copyOf(more), input);
  }

  /** The same with a text on standard input. */
  public CommandRunner given(String text) {
    return new CommandRunner(folder, variables, text);
  }

  /** Runs a command; the arguments are those after {@code berth}. */
  public Result run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    try (var outStream = new PrintStream(out, true, UTF_8);
        var errStream = new PrintStream(err, true, UTF_8)) {
      var environment =
          new Environment(
              new ByteArrayInputStream(input.getBytes(UTF_8)),
              outStream,
              errStream,
              variables,
              folder,
              folder,
              Optional.empty(),
              "");
      int status = Main.run(environment, arguments);
      return new Result(status, out.toString(UTF_8), err.toString(UTF_8));
    }
  }
}
