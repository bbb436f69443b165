package dev.berth.cli;

import dev.berth.config.ConfigBinder;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets properties of a registered registry. */
@Command(
    name = "update",
    description = "Set properties of a registered container registry; the others stay.",
    customSynopsis = "berth container-registry update NAME --PROPERTY VALUE...")
final class UpdateCommand implements Callable<Integer> {
  private final Cli cli;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "The registry's name, and properties.")
  private List<String> arguments = List.of();

  UpdateCommand(Cli cli) {
    this.cli = cli;
  }

  @Spec
  void takeProperties(CommandSpec command) {
    // They look like options, and only the flavor knows which there are.
    command.parser().unmatchedOptionsArePositionalParams(true);
  }

  @Override
  public Integer call() {
    Output output = cli.output();
    try (var registries = cli.registries()) {
      // The flavor says which properties are booleans, and which registry it is of is among the
      // arguments.
      String name =
          PropertyArguments.parse(arguments, property -> false).words().stream()
              .findFirst()
              .orElse("");
      var configClass = registries.flavorOf(name).configClass();
      var parsed =
          PropertyArguments.parse(
              arguments, property -> ConfigBinder.isBoolean(configClass, property));
      parsed.requireNoMistypedOption(
          spec, property -> ConfigBinder.properName(configClass, property).isPresent());
      if (parsed.properties().isEmpty()) {
        throw new BerthException(ErrorCode.INVALID, "no property to set: --PROPERTY VALUE");
      }
      var updated = registries.update(parsed.word("NAME"), parsed.properties());
      output.info("updated '" + updated.name() + "'");
      output.result(Shapes.registry(updated), List.of());
    }
    return 0;
  }
}
