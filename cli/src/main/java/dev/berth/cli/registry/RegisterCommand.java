package dev.berth.cli.registry;

import dev.berth.Registration;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.config.PropertyNames;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Registers a registry. */
@Command(
    name = "register",
    description = "Register a container registry: a flavor and a configuration under a name.",
    customSynopsis =
        "berth container-registry register NAME --flavor FLAVOR --uri URI [--PROPERTY VALUE]...",
    footer = "The properties of a flavor: berth container-registry flavor describe FLAVOR")
final class RegisterCommand implements Callable<Integer> {
  private final Session session;
  @Spec private CommandSpec spec;

  @Option(
      names = {"-f", "--flavor"},
      paramLabel = "FLAVOR",
      description = "The registry's flavor.")
  private @Nullable String flavor;

  @Option(
      names = "--uri",
      paramLabel = "URI",
      description = "URI of the registry: host[:port][/path].")
  private @Nullable String uri;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "The registry's name, and properties.")
  private List<String> arguments = List.of();

  RegisterCommand(Session session) {
    this.session = session;
  }

  @Spec
  void takeProperties(CommandSpec command) {
    // Only the flavor knows its properties, so the parser treats them as arguments.
    command.parser().unmatchedOptionsArePositionalParams(true);
  }

  @Override
  public Integer call() {
    Output output = session.output();
    try (var registries = session.registries()) {
      String flavorName = requireFlavor();
      PropertyNames names = registries.propertiesOfFlavor(flavorName);
      var parsed = PropertyArguments.parse(arguments, names::isBoolean);
      parsed.requireNoMistypedOption(spec, name -> names.find(name).isPresent());
      if (uri != null) {
        parsed.properties().put("uri", uri);
      }
      var properties = parsed.propertiesIn(session.environment().current(), names::isFile);
      Registration done = registries.register(parsed.word("NAME"), flavorName, properties);
      output.info(
          "registered '%s': %s at %s"
              .formatted(done.registry().name(), flavorName, done.registry().uri()));
      done.notice().ifPresent(output::info);
      output.result(JsonResults.registry(done.registry()), List.of());
    }
    return 0;
  }

  private String requireFlavor() {
    if (flavor == null) {
      var parsed = PropertyArguments.parse(arguments, name -> false);
      parsed.requireNoMistypedOption(spec, name -> false);
      String missing = parsed.words().isEmpty() ? "NAME and --flavor are" : "--flavor is";
      throw new ParameterException(spec.commandLine(), missing + " missing");
    }
    return flavor;
  }
}
