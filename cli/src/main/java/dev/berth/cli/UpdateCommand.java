package dev.berth.cli;

import dev.berth.Registries;
import dev.berth.config.PropertyNames;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.RegisteredRegistry;
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
      PropertyNames names = registries.propertiesOf(name(registries));
      var parsed = PropertyArguments.parse(arguments, names::isBoolean);
      parsed.requireNoMistypedOption(spec, property -> names.find(property).isPresent());
      if (parsed.properties().isEmpty()) {
        throw new BerthException(ErrorCode.INVALID, "no property to set: --PROPERTY VALUE");
      }
      var updated = registries.update(parsed.word("NAME"), parsed.properties());
      output.info("updated '" + updated.name() + "'");
      output.result(JsonResults.registry(updated), List.of());
    }
    return 0;
  }

  /**
   * Which registry is meant: its flavor says which properties are booleans, and so which arguments
   * are values, but it stands among them itself.
   */
  private String name(Registries registries) {
    List<String> known = registries.list().stream().map(RegisteredRegistry::name).toList();
    return arguments.stream()
        .filter(known::contains)
        .findFirst()
        .orElseGet(() -> PropertyArguments.parse(arguments, property -> false).word("NAME"));
  }
}
