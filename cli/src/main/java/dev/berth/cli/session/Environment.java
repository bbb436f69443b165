package dev.berth.cli.session;

import dev.berth.BerthHome;
import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a command.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param variables the environment variables
 * @param current the current folder
 * @param userHome the user's home folder
 * @param distribution the distribution's folder; empty without one
 * @param terminals the digits of the streams 0, 1 and 2 that are terminals
 */
public record Environment(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> variables,
    Path current,
    Path userHome,
    Optional<Path> distribution,
    String terminals) {
  /** The environment of this process. */
  public static Environment ofProcess() {
    return new Environment(
        System.in,
        System.out,
        System.err,
        System.getenv(),
        Path.of("").toAbsolutePath(),
        BerthHome.userHome(System.getenv()),
        Optional.ofNullable(System.getProperty("berth.distribution")).map(Path::of),
        System.getProperty("berth.terminal", ""));
  }

  /** Prompts on the terminal without echo; empty if there is no terminal. */
  public Optional<String> prompt(String question) {
    @Nullable Console console = terminals.contains("0") ? System.console() : null;
    return Optional.ofNullable(console).map(it -> it.readPassword("%s", question)).map(String::new);
  }

  /** Omits the variables, which may contain secrets. */
  @Override
  public String toString() {
    return "environment of " + current;
  }

  public boolean inIsTerminal() {
    return terminals.contains("0");
  }

  public boolean outIsTerminal() {
    return terminals.contains("1");
  }

  public boolean errIsTerminal() {
    return terminals.contains("2");
  }
}
