package dev.berth.cli.session;

import dev.berth.BerthHome;
import dev.berth.Flavors;
import dev.berth.Registries;
import dev.berth.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What a command works with: its environment, its output and Berth's services. */
public final class Session {
  /**
   * The options that all commands share.
   *
   * @param home the store's folder
   * @param format how results are written
   * @param quiet whether only results, warnings and errors are printed
   * @param verbose whether more is printed
   * @param printing the options for printing, to run another command with
   */
  public record Options(
      Optional<Path> home,
      Output.Format format,
      boolean quiet,
      boolean verbose,
      List<String> printing) {}

  private final Environment environment;
  private final Supplier<Options> options;

  /**
   * Opens nothing yet.
   *
   * @param options the shared options, once the command line is parsed
   */
  public Session(Environment environment, Supplier<Options> options) {
    this.environment = environment;
    this.options = options;
  }

  /** The streams, variables and folders around the command. */
  public Environment environment() {
    return environment;
  }

  /** Standard output and standard error, as the options want them. */
  public Output output() {
    return new Output(
        environment.out(), environment.err(), options.get().format(), options.get().quiet());
  }

  /** Whether the command prints more about what it does. */
  public boolean verbose() {
    return options.get().verbose();
  }

  /** The options for printing, to run another command with. */
  public List<String> printing() {
    return options.get().printing();
  }

  /** The folders. */
  public BerthHome home() {
    return BerthHome.find(
        options.get().home().orElse(null),
        environment.variables(),
        environment.current(),
        environment.userHome(),
        environment.distribution().map(path -> path.resolve("flavors")));
  }

  /** The registries, to be closed by the caller. */
  public Registries registries() {
    BerthHome home = home();
    if (verbose()) {
      output().info("store: " + home.store());
    }
    return Registries.builder().home(home).environment(environment.variables()).open();
  }

  /** The flavors, to be closed by the caller. */
  public Flavors flavors() {
    return new Flavors(home());
  }

  /** The secrets. */
  public Secrets secrets() {
    return new Secrets(home(), environment.variables());
  }
}
