package dev.berth.cli.flavor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.FlavorDescription;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Session;
import dev.berth.cli.session.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Describes a flavor. */
@Command(
    name = "describe",
    description =
        "Show a flavor's properties and what its registries do; with --output json as a JSON Schema.")
final class DescribeFlavorCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The flavor's name.")
  private String name;

  DescribeFlavorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (var flavors = session.flavors()) {
      FlavorDescription flavor = flavors.describe(name);
      ObjectNode schema = JsonResults.json(flavor.schema());
      ObjectNode capabilities = JsonResults.json(flavor.capabilities());
      schema.set("x-capabilities", capabilities);
      Table table = new FlavorProperties(schema).table();
      var abilities = new Table("CAPABILITY", "VALUE");
      capabilities
          .properties()
          .forEach(each -> abilities.row(each.getKey(), JsonResults.text(each.getValue())));
      session.output().result(schema, table, abilities);
    }
    return 0;
  }
}
