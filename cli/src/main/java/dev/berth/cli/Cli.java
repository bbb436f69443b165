package dev.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.BerthHome;
import dev.berth.Registries;
import dev.berth.Secrets;
import dev.berth.push.distribution.HttpRegistryAccess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code berth}, with the options that all commands share and what they work with. */
@Command(
    name = "berth",
    description = "Pluggable container registries: register them, and push images to them.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    subcommands = {
      QuickstartCommand.class,
      InitCommand.class,
      ContainerRegistryCommand.class,
      PushCommand.class,
      LocalRegistryCommand.class,
      SecretCommand.class,
      GenerateCompletion.class
    })
final class Cli implements Runnable {
  private final Environment environment;

  @Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The store's folder, rather than BERTH_HOME, .berth or ~/.config/berth.")
  private @Nullable Path home;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      description = "How results are written: ${COMPLETION-CANDIDATES}.")
  private Output.Format format = Output.Format.TABLE;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Print the result, warnings and errors only.")
  private boolean quiet;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Say more about what is done.")
  private boolean verbose;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print where in Berth an error arose.")
  private boolean stacktrace;

  @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "Print no colors.")
  private boolean noColor;

  private Cli(Environment environment) {
    this.environment = environment;
  }

  /** Runs the whole command and gives its exit status: for {@link Main} and for tests. */
  static int run(Environment environment, String... args) {
    var cli = new Cli(environment);
    try {
      int status = cli.commandLine().execute(args);
      return environment.out().checkError() ? cli.failures(args).tellLostOutput() : status;
    } catch (Error e) {
      return cli.failures(args).tell(e);
    }
  }

  private CommandLine commandLine() {
    var commandLine = new CommandLine(this, new CommandFactory(this));
    // Else an argument that begins with @ would be replaced by what is in the file of that name.
    commandLine.setExpandAtFiles(false);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setAbbreviatedOptionsAllowed(false);
    commandLine.setOut(new PrintWriter(environment.out(), true, UTF_8));
    commandLine.setErr(new PrintWriter(environment.err(), true, UTF_8));
    commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(ansi()));
    commandLine.setParameterExceptionHandler((e, args) -> failures(args).tell(e));
    commandLine.setExecutionExceptionHandler(
        (e, command, result) -> failures(new String[0]).tell(e));
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  Environment environment() {
    return environment;
  }

  Output output() {
    return new Output(environment.out(), environment.err(), format, quiet);
  }

  boolean verbose() {
    return verbose;
  }

  /** The options that say how all commands print, as they were given to this one. */
  List<String> printing() {
    var options = new ArrayList<>(List.of("--output", format.toString()));
    Map.of(
            "--quiet",
            quiet,
            "--verbose",
            verbose,
            "--stacktrace",
            stacktrace,
            "--no-color",
            noColor)
        .forEach((option, given) -> options.addAll(given ? List.of(option) : List.of()));
    return options;
  }

  BerthHome berthHome() {
    return BerthHome.find(
        home,
        environment.variables(),
        environment.current(),
        environment.userHome(),
        environment.distribution().map(path -> path.resolve("flavors")));
  }

  /** The registries, to be closed by the caller. */
  Registries registries() {
    if (verbose) {
      output().info("store: " + berthHome().store());
    }
    return new Registries(berthHome(), environment.variables(), HttpRegistryAccess::new);
  }

  Secrets secrets() {
    return new Secrets(berthHome(), environment.variables());
  }

  private ErrorReporter failures(String[] args) {
    // Options after the place where parsing failed were not seen by the parser.
    String line = " " + String.join(" ", args).replace('=', ' ') + " ";
    boolean json = line.contains(" --output json ");
    var effective = json ? Output.Format.JSON : format;
    return new ErrorReporter(
        new Output(environment.out(), environment.err(), effective, quiet),
        ansi(),
        stacktrace || line.contains(" --stacktrace "));
  }

  private Ansi ansi() {
    boolean off = noColor || environment.variables().containsKey("NO_COLOR");
    return off || !environment.errIsTerminal() ? Ansi.OFF : Ansi.ON;
  }
}
