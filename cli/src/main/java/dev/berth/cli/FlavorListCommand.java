package dev.berth.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the flavors. */
@Command(name = "list", description = "List the flavors of container registries.")
final class FlavorListCommand implements Callable<Integer> {
  private final Cli cli;

  FlavorListCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    try (var registries = cli.registries()) {
      var data = JsonNodeFactory.instance.arrayNode();
      var table = new Table("NAME", "CUSTOM", "STATUS", "CLASS");
      for (var flavor : registries.flavors()) {
        data.add(JsonResults.flavor(flavor));
        table.row(
            flavor.name(),
            flavor.custom() ? "yes" : "no",
            flavor.problem().map(problem -> "broken: " + problem).orElse("ok"),
            flavor.flavorClass());
      }
      cli.output().result(data, table.lines());
    }
    return 0;
  }
}
