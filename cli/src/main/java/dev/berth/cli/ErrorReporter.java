package dev.berth.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.session.Output;
import dev.berth.reference.InvalidReferenceException;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.text.Suggestions;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports a failure: one line {@code error: …}, then hints; or the same as JSON or YAML. */
final class ErrorReporter {
  private static final ColorScheme PLAIN = CommandLine.Help.defaultColorScheme(Ansi.OFF);
  private final Output output;
  private final Ansi ansi;
  private final boolean stacktrace;

  ErrorReporter(Output output, Ansi ansi, boolean stacktrace) {
    this.output = output;
    this.ansi = ansi;
    this.stacktrace = stacktrace;
  }

  /** Reports the failure and returns the exit status. */
  int report(Throwable failure) {
    int status = ExitStatus.of(failure);
    String message = message(failure, status);
    List<String> hints = hints(failure, status);
    PrintStream err = output.err();
    if (output.format() == Output.Format.TABLE) {
      err.println(ansi.string("@|bold,red error:|@ ") + Output.line(message));
      hints.forEach(hint -> err.println("  " + Output.line(hint)));
    } else {
      err.println(output.data(data(code(failure, status), Output.line(message), hints)));
    }
    if (stacktrace) {
      var trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      // The first line repeats the arguments, which may contain a secret.
      trace
          .toString()
          .lines()
          .filter(line -> !(failure instanceof ParameterException) || line.startsWith("\tat "))
          .forEach(line -> err.println(Output.line(line)));
    }
    return status;
  }

  /** Reports that the result could not be written: a full disk, a closed pipe. */
  int reportLostOutput() {
    output
        .err()
        .println("error: cannot write to standard output; the command may have taken effect");
    return ExitStatus.BUG;
  }

  private static String message(Throwable failure, int status) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return message(unmatched);
    }
    if (failure instanceof MissingParameterException missing) {
      return missing.getMissing().stream().map(ErrorReporter::name).collect(joining(", "))
          + (missing.getMissing().size() == 1 ? " is missing" : " are missing");
    }
    if (failure instanceof ParameterException usage && isOfSecrets(usage.getCommandLine())) {
      return "an option is misspelled or has an invalid value";
    }
    if (failure instanceof ParameterException usage && isWithoutKey(usage)) {
      return "%s needs %s".formatted(name(usage.getArgSpec()), usage.getArgSpec().paramLabel());
    }
    if (failure instanceof ParameterException usage && !candidates(usage).isEmpty()) {
      String names = String.join(", ", candidates(usage));
      return "'%s' is not one of %s".formatted(usage.getValue(), names);
    }
    return status == ExitStatus.BUG
        ? "this is a bug in Berth: " + failure
        : String.valueOf(failure.getMessage());
  }

  /** Whether the value of an option for {@code NAME=VALUE} has no key. */
  private static boolean isWithoutKey(ParameterException usage) {
    return usage.getArgSpec() != null
        && usage.getArgSpec().typeInfo().isMap()
        && !(usage instanceof MissingParameterException);
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String code(Throwable failure, int status) {
    if (failure instanceof BerthException known) {
      return known.code().value();
    }
    return status == ExitStatus.INVALID ? ErrorCode.INVALID.value() : "internal";
  }

  private static List<String> hints(Throwable failure, int status) {
    if (failure instanceof BerthException known) {
      return known.hints();
    }
    if (failure instanceof InvalidReferenceException invalid) {
      return invalid.pointer().lines().toList();
    }
    if (failure instanceof ParameterException usage) {
      return usageHints(usage);
    }
    return status == ExitStatus.BUG
        ? List.of("please report it, with what --stacktrace prints and 'berth --version'")
        : List.of();
  }

  /** The argument that the command does not accept. */
  private static Optional<String> unmatched(Throwable failure) {
    return failure instanceof UnmatchedArgumentException unmatched
        ? unmatched.getUnmatched().stream().findFirst()
        : Optional.empty();
  }

  private static String message(UnmatchedArgumentException unmatched) {
    String argument = unmatched.getUnmatched().get(0);
    if (argument.startsWith("-")) {
      return "there is no option '" + option(argument) + "'";
    }
    return unmatched.getCommandLine().getSubcommands().isEmpty()
        ? "unexpected argument"
            + (isOfSecrets(unmatched.getCommandLine()) ? "" : ": '" + argument + "'")
        : "there is no command '" + argument + "'";
  }

  /** The option without its value, which may be a secret. */
  private static String option(String argument) {
    int end = argument.startsWith("--") ? argument.indexOf('=') : Math.min(2, argument.length());
    return end < 0 ? argument : argument.substring(0, end);
  }

  private static boolean isOfSecrets(CommandLine command) {
    return command.getParent() != null && command.getParent().getCommandName().equals("secret");
  }

  private static List<String> usageHints(ParameterException usage) {
    var hints = new ArrayList<String>();
    CommandLine command = usage.getCommandLine();
    Optional.ofNullable(usage.getValue())
        .flatMap(value -> Suggestions.didYouMean(value, candidates(usage)))
        .ifPresent(hints::add);
    unmatched(usage)
        .flatMap(argument -> Suggestions.didYouMean(argument, alternatives(command, argument)))
        .ifPresent(hints::add);
    if (!command.getSubcommands().isEmpty()) {
      hints.add("commands: " + String.join(", ", command.getSubcommands().keySet()));
    }
    String synopsis =
        new CommandLine.Help(command.getCommandSpec(), PLAIN)
            .synopsis(0)
            .lines()
            .map(String::strip)
            .collect(joining(" "));
    hints.add("usage: " + synopsis);
    hints.add("help: " + command.getCommandSpec().qualifiedName() + " --help");
    return hints;
  }

  /** The valid values of the option that has an invalid one; empty for other errors. */
  private static List<String> candidates(ParameterException usage) {
    var candidates = new ArrayList<String>();
    if (usage.getValue() != null
        && usage.getArgSpec() != null
        && usage.getArgSpec().completionCandidates() != null) {
      usage.getArgSpec().completionCandidates().forEach(candidates::add);
    }
    return candidates;
  }

  private static Collection<String> alternatives(CommandLine command, String argument) {
    return argument.startsWith("--")
        ? command.getCommandSpec().optionsMap().keySet().stream()
            .filter(option -> option.startsWith("--"))
            .toList()
        : command.getSubcommands().keySet();
  }

  private static ObjectNode data(String code, String message, List<String> hints) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    ObjectNode error = data.putObject("error").put("code", code).put("message", message);
    var array = error.putArray("hints");
    hints.forEach(array::add);
    return data;
  }
}
