package dev.berth.cli.registry;

import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes properties from a registered registry's configuration. */
@Command(
    name = "remove-attribute",
    aliases = "unset",
    description =
        "Remove properties of a registered container registry, so that their defaults apply.")
final class RemoveAttributeCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME", description = "The registry's name.")
  private String name;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PROPERTY",
      description = "The properties.")
  private List<String> properties;

  RemoveAttributeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Output output = session.output();
    try (var registries = session.registries()) {
      List<String> names =
          properties.stream().map(property -> property.replaceFirst("^--", "")).toList();
      var updated = registries.removeAttributes(name, names);
      output.info("updated '" + updated.name() + "'");
      output.result(JsonResults.registry(updated), List.of());
    }
    return 0;
  }
}
