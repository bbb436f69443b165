package dev.berth.cli.flavor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Session;
import dev.berth.cli.session.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the flavors. */
@Command(name = "list", description = "List the flavors of container registries.")
final class ListFlavorsCommand implements Callable<Integer> {
  private final Session session;

  ListFlavorsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (var flavors = session.flavors()) {
      var data = JsonNodeFactory.instance.arrayNode();
      var table = new Table("NAME", "CUSTOM", "STATUS", "CLASS");
      for (var flavor : flavors.list()) {
        data.add(JsonResults.flavor(flavor));
        table.row(
            flavor.name(),
            flavor.custom() ? "yes" : "no",
            flavor.problem().map(problem -> "broken: " + problem).orElse("ok"),
            flavor.flavorClass());
      }
      session.output().result(data, table);
    }
    return 0;
  }
}
