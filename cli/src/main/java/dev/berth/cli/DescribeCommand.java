package dev.berth.cli;

import dev.berth.RegistryDescription;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Describes a registered registry. */
@Command(name = "describe", description = "Show a registered container registry.")
final class DescribeCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "NAME", description = "The registry's name.")
  private String name;

  DescribeCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    try (var registries = cli.registries()) {
      RegistryDescription registry = registries.describe(name);
      var shape =
          JsonResults.registry(
              registry.name(), registry.flavor(), registry.uri(), registry.configuration());
      shape.put("custom", registry.custom());
      var table = new Table("PROPERTY", "VALUE");
      table.row("name", registry.name());
      table.row("flavor", registry.flavor() + (registry.custom() ? " (custom)" : ""));
      shape
          .path("configuration")
          .properties()
          .forEach(property -> table.row(property.getKey(), JsonResults.text(property.getValue())));
      cli.output().result(shape, table.lines());
    }
    return 0;
  }
}
