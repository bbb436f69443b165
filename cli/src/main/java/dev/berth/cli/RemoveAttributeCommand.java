package dev.berth.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes properties out of a registered registry's configuration. */
@Command(
    name = "remove-attribute",
    description = "Take properties out of a registered registry, so that their defaults apply.")
final class RemoveAttributeCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "NAME", description = "The registry's name.")
  private String name;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PROPERTY",
      description = "The properties.")
  private List<String> properties;

  RemoveAttributeCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Output output = cli.output();
    try (var registries = cli.registries()) {
      List<String> names =
          properties.stream().map(property -> property.replaceFirst("^--", "")).toList();
      var updated = registries.removeAttributes(name, names);
      output.info("updated '" + updated.name() + "'");
      output.result(JsonResults.registry(updated), List.of());
    }
    return 0;
  }
}
