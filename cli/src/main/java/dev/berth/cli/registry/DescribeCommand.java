package dev.berth.cli.registry;

import dev.berth.RegistryDescription;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.cli.session.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Describes a registered registry. */
@Command(name = "describe", description = "Show a registered container registry.")
final class DescribeCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The registry's name.")
  private String name;

  DescribeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (var registries = session.registries()) {
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
      Output output = session.output();
      if (!registry.problems().isEmpty()) {
        registry.problems().forEach(shape.putArray("problems")::add);
        registry.problems().forEach(it -> output.warning("not valid with its flavor: " + it));
        output.info("repair it: " + registry.repair());
      }
      output.result(shape, table);
    }
    return 0;
  }
}
