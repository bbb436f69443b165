package dev.berth.cli.registry;

import dev.berth.Registries;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.config.PropertyNames;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.RegisteredRegistry;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets properties of a registered registry. */
@Command(
    name = "update",
    description = "Set properties of a registered container registry; the others are unchanged.",
    customSynopsis =
        "berth container-registry update NAME [--PROPERTY VALUE]... [--unset PROPERTY]...")
final class UpdateCommand implements Callable<Integer> {
  private final Session session;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "The registry's name, and properties.")
  private List<String> arguments = List.of();

  @Option(
      names = "--unset",
      paramLabel = "PROPERTY",
      description = "Property to remove, so that its default applies (repeatable).")
  private List<String> removed = List.of();

  UpdateCommand(Session session) {
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
      PropertyNames names = registries.propertiesOf(name(registries));
      var parsed = PropertyArguments.parse(arguments, names);
      parsed.requireNoMistypedOption(spec, property -> names.find(property).isPresent());
      if (parsed.properties().isEmpty() && removed.isEmpty()) {
        throw new BerthException(
            ErrorCode.INVALID, "no property to set or remove: --PROPERTY VALUE, --unset PROPERTY");
      }
      var properties = parsed.propertiesIn(session.environment().current(), names);
      var updated = registries.update(parsed.word("NAME"), properties, removed);
      output.info("updated '" + updated.name() + "'");
      output.result(JsonResults.registry(updated), List.of());
    }
    return 0;
  }

  /**
   * The registry's name. Only its flavor knows which properties are booleans and which arguments
   * are values, so the first argument that is the name of a registry is used.
   */
  private String name(Registries registries) {
    List<String> known = registries.list().stream().map(RegisteredRegistry::name).toList();
    return arguments.stream()
        .filter(known::contains)
        .findFirst()
        .orElseGet(() -> PropertyArguments.parse(arguments).word("NAME"));
  }
}
