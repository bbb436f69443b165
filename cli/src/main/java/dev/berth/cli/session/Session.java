package dev.berth.cli.session;

import dev.berth.BerthHome;
import dev.berth.Flavors;
import dev.berth.Registries;
import dev.berth.Secrets;
import dev.berth.push.RateLimit;
import dev.berth.reference.PlainText;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.trust.Trust;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Scanner;
import java.util.function.Supplier;

/** The environment, the output and the services of a command. */
public final class Session {
  /**
   * The options that all commands share.
   *
   * @param home the store's folder
   * @param locked whether custom flavors may only be loaded from the jars that were registered
   * @param printing how the command prints
   */
  public record Options(Optional<Path> home, boolean locked, Printing printing) {}

  /**
   * How a command prints.
   *
   * @param format how results are written
   * @param quiet whether only results, warnings and errors are printed
   * @param verbose whether more is printed
   * @param arguments the same as arguments, to run another command with
   */
  public record Printing(
      Output.Format format, boolean quiet, boolean verbose, List<String> arguments) {}

  private final Environment environment;
  private final Supplier<Options> options;

  /**
   * Creates the session of one command.
   *
   * @param options the shared options, available after the command line is parsed
   */
  public Session(Environment environment, Supplier<Options> options) {
    this.environment = environment;
    this.options = options;
  }

  /** The same session with another folder of the store. */
  public Session inHome(String folder) {
    return new Session(
        environment,
        () ->
            new Options(
                Optional.of(Path.of(folder)), options.get().locked(), options.get().printing()));
  }

  /** The streams, variables and folders. */
  public Environment environment() {
    return environment;
  }

  /** The output with the format of the options. */
  public Output output() {
    return new Output(
        environment.out(),
        environment.err(),
        options.get().printing().format(),
        options.get().printing().quiet(),
        this::columns);
  }

  /** The width of tables on standard output. */
  public int columns() {
    return environment.outIsTerminal()
        ? new TerminalColumns(environment.variables()).getAsInt()
        : Integer.MAX_VALUE;
  }

  /** Whether the command prints more about what it does. */
  public boolean verbose() {
    return options.get().printing().verbose();
  }

  /** The options for printing, to run another command with. */
  public List<String> printing() {
    return options.get().printing().arguments();
  }

  /** The folders. */
  public BerthHome home() {
    BerthHome home =
        BerthHome.find(
            options.get().home().orElse(null),
            environment.variables(),
            environment.current(),
            environment.userHome(),
            environment.distribution().map(path -> path.resolve("flavors")));
    return options.get().locked() ? home.withLock() : home;
  }

  /** The store's folder as the user gave it, absolute; empty when the option is missing. */
  public Optional<String> givenHome() {
    return options.get().home().map(it -> environment.current().resolve(it).toString());
  }

  /** Opens the registries, which the caller closes. */
  public Registries registries() {
    return registries(RateLimit.NONE);
  }

  /** The same, with uploads at a limited rate. */
  public Registries registries(RateLimit uploads) {
    BerthHome home = home();
    if (verbose()) {
      output().info("store: " + home.store());
    }
    return Registries.builder()
        .home(home)
        .environment(environment.variables())
        .uploadRate(uploads)
        .open();
  }

  /** Opens the flavors, which the caller closes. */
  public Flavors flavors() {
    return new Flavors(home());
  }

  /** What this user allows the project of the current folder to do. */
  public Trust trust() {
    return home().trust();
  }

  /**
   * Asks the user, on the terminal.
   *
   * @param question a question without its question mark, for instance {@code delete dev}
   * @param option the option that answers it without a terminal
   * @throws BerthException {@link ErrorCode#INVALID} when standard input is not a terminal
   */
  public boolean confirms(String question, String option) {
    if (!environment.inIsTerminal()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "cannot ask whether to %s: standard input is not a terminal".formatted(question),
          "use " + option);
    }
    environment.err().print(PlainText.line(question) + "? [y/N] ");
    environment.err().flush();
    var answers = new Scanner(environment.in(), Charset.defaultCharset());
    return answers.hasNextLine()
        && answers.nextLine().strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  /** The secrets. */
  public Secrets secrets() {
    return new Secrets(home(), environment.variables());
  }
}
