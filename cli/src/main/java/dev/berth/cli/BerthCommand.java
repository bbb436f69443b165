package dev.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.cli.completion.CompleteCommand;
import dev.berth.cli.completion.GenerateCompletionCommand;
import dev.berth.cli.image.ImageCommand;
import dev.berth.cli.registry.ContainerRegistryCommand;
import dev.berth.cli.registry.CopyImageCommand;
import dev.berth.cli.registry.PushCommand;
import dev.berth.cli.secret.SecretCommand;
import dev.berth.cli.session.CommandGroup;
import dev.berth.cli.session.Environment;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code berth} and the options of all commands. */
@Command(
    name = "berth",
    description = "Pluggable container registries: register them, and push images to them.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class)
public final class BerthCommand extends CommandGroup {
  private final Environment environment;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Store folder. Default: BERTH_HOME, else .berth, else ~/.config/berth.")
  private @Nullable Path home;

  @Option(
      names = "--locked",
      scope = ScopeType.INHERIT,
      description = "Refuse a custom flavor whose jars are not those that were registered.")
  private boolean locked;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      description = "Format of results: ${COMPLETION-CANDIDATES} (default: table).")
  private Output.Format format = Output.Format.TABLE;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Print the result, warnings and errors only.")
  private boolean quiet;

  @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Print details.")
  private boolean verbose;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean stacktrace;

  @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "Print without colors.")
  private boolean noColor;

  BerthCommand(Environment environment) {
    this.environment = environment;
  }

  /** Runs the command and returns its exit status. */
  static int run(Environment environment, String... args) {
    var berth = new BerthCommand(environment);
    // Colors are chosen before the arguments are parsed.
    berth.noColor = List.of(args).contains("--no-color");
    List<String> arguments = List.of(args);
    try {
      int status = berth.execute(arguments);
      return environment.out().checkError() ? berth.errors(args).reportLostOutput() : status;
    } catch (Error e) {
      return berth.errors(args).report(e);
    }
  }

  private int execute(List<String> arguments) {
    if (arguments.equals(List.of("--version"))) {
      // Needs no parser.
      environment.out().println(Version.text());
      return 0;
    }
    return commandLine(arguments, CommandTree.isNeeded(arguments))
        .execute(arguments.toArray(String[]::new));
  }

  /** Reports a failure outside of the command's own thread and returns the exit status. */
  static int report(Environment environment, String[] args, Throwable failure) {
    return new BerthCommand(environment).errors(args).report(failure);
  }

  private CommandLine commandLine(List<String> arguments, boolean all) {
    var factory = new CommandFactory(new Session(environment, this::options));
    var commandLine =
        all ? CommandTree.all(this, factory) : CommandTree.named(this, factory, arguments);
    // Otherwise an argument @FILE would be replaced by the content of the file.
    commandLine.setExpandAtFiles(false);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setAbbreviatedOptionsAllowed(false);
    commandLine.setOut(new PrintWriter(environment.out(), true, UTF_8));
    commandLine.setErr(new PrintWriter(environment.err(), true, UTF_8));
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(ansi(environment.outIsTerminal())));
    commandLine.setUsageHelpAutoWidth(false);
    abbreviateSynopsis(commandLine);
    commandLine.setParameterExceptionHandler(
        (e, args) -> errors(args).report(mistyped(all ? e : amongAll(e, arguments))));
    commandLine.setExecutionExceptionHandler(
        (e, command, result) -> errors(new String[0]).report(e));
    return commandLine;
  }

  @Override
  public List<String> names() {
    return List.of(
        "quickstart",
        "init",
        "container-registry",
        "push",
        "copy",
        "image",
        "local-registry",
        "secret",
        "trust",
        "generate-completion",
        "help");
  }

  @Override
  public @Nullable Class<?> command(String name) {
    return switch (name) {
      case "quickstart" -> QuickstartCommand.class;
      case "init" -> InitCommand.class;
      case "container-registry", "cr" -> ContainerRegistryCommand.class;
      case "push" -> PushCommand.class;
      case "copy" -> CopyImageCommand.class;
      case "image" -> ImageCommand.class;
      case "local-registry", "registry" -> LocalRegistryCommand.class;
      case "secret" -> SecretCommand.class;
      case "trust" -> TrustCommand.class;
      case "generate-completion" -> GenerateCompletionCommand.class;
      case "complete" -> CompleteCommand.class;
      case "help" -> HelpCommand.class;
      default -> null;
    };
  }

  private Session.Options options() {
    var printing = new ArrayList<>(List.of("--output", format.toString()));
    Map.of(
            "--quiet",
            quiet,
            "--verbose",
            verbose,
            "--stacktrace",
            stacktrace,
            "--no-color",
            noColor)
        .forEach((option, given) -> printing.addAll(given ? List.of(option) : List.of()));
    return new Session.Options(
        Optional.ofNullable(home), locked, new Session.Printing(format, quiet, verbose, printing));
  }

  /** The same failure with all commands, which suggestions come from. */
  private ParameterException amongAll(ParameterException failure, List<String> arguments) {
    try {
      ParseResult command =
          commandLine(arguments, true).parseArgs(arguments.toArray(String[]::new));
      while (command.hasSubcommand()) {
        command = command.subcommand();
      }
      return failure instanceof UnmatchedArgumentException
          ? failure
          : new ParameterException(command.commandSpec().commandLine(), failure.getMessage());
    } catch (ParameterException e) {
      return e;
    }
  }

  /** An option that does not exist is the cause when an argument is missing. */
  private static ParameterException mistyped(ParameterException failure) {
    List<String> unmatched = failure.getCommandLine().getUnmatchedArguments();
    return failure instanceof MissingParameterException
            && unmatched.stream().anyMatch(argument -> argument.startsWith("-"))
        ? new UnmatchedArgumentException(failure.getCommandLine(), unmatched)
        : failure;
  }

  private static void abbreviateSynopsis(CommandLine command) {
    command.getCommandSpec().usageMessage().abbreviateSynopsis(true);
    command.getSubcommands().values().forEach(BerthCommand::abbreviateSynopsis);
  }

  private ErrorReporter errors(String[] args) {
    // The parser did not read the options after an invalid argument.
    String line = " " + String.join(" ", args).replace('=', ' ') + " ";
    boolean json = line.contains(" --output json ") || line.contains(" -o json ");
    var effective = json ? Output.Format.JSON : format;
    return new ErrorReporter(
        new Output(environment.out(), environment.err(), effective, quiet, () -> Integer.MAX_VALUE),
        ansi(environment.errIsTerminal()),
        stacktrace || line.contains(" --stacktrace "));
  }

  private Ansi ansi(boolean terminal) {
    boolean off = noColor || environment.variables().containsKey("NO_COLOR");
    return off || !terminal ? Ansi.OFF : Ansi.ON;
  }
}
