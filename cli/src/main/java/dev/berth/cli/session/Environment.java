package dev.berth.cli.session;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the command has around it.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param variables the environment variables
 * @param current the current folder
 * @param userHome the user's home folder
 * @param distribution the distribution's folder; empty outside of one
 * @param terminals which of the streams 0, 1 and 2 are a terminal, as digits
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
  /** What this process has around it. */
  public static Environment ofProcess() {
    return new Environment(
        System.in,
        System.out,
        System.err,
        System.getenv(),
        Path.of("").toAbsolutePath(),
        home(System.getenv()),
        Optional.ofNullable(System.getProperty("berth.distribution")).map(Path::of),
        System.getProperty("berth.terminal", ""));
  }

  /** The JVM asks the system who the user is, but people and tests move HOME. */
  private static Path home(Map<String, String> variables) {
    Path home = Path.of(variables.getOrDefault("HOME", ""));
    return home.isAbsolute() ? home : Path.of(System.getProperty("user.home", "/"));
  }

  /** The folder for what can be found out again: {@code $XDG_CACHE_HOME/berth}. */
  Path cache() {
    Path base = Path.of(variables.getOrDefault("XDG_CACHE_HOME", ""));
    return (base.isAbsolute() ? base : userHome.resolve(".cache")).resolve("berth");
  }

  /** Asks at the terminal without an echo; empty where there is none to ask at. */
  public Optional<String> prompt(String question) {
    @Nullable Console console = terminals.contains("0") ? System.console() : null;
    return Optional.ofNullable(console).map(it -> it.readPassword("%s", question)).map(String::new);
  }

  /** Without the variables, which hold secrets. */
  @Override
  public String toString() {
    return "environment of " + current;
  }

  public boolean inIsTerminal() {
    return terminals.contains("0");
  }

  public boolean errIsTerminal() {
    return terminals.contains("2");
  }
}
