package dev.berth.cli.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.cli.session.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the registered registries. */
@Command(name = "list", description = "List the registered container registries.")
final class ListCommand implements Callable<Integer> {
  private final Session session;

  ListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Output output = session.output();
    try (var registries = session.registries()) {
      var data = JsonNodeFactory.instance.arrayNode();
      var table = new Table("NAME", "FLAVOR", "URI");
      for (var registry : registries.list()) {
        data.add(JsonResults.registry(registry));
        table.row(registry.name(), registry.flavor(), registry.uri());
      }
      output.result(data, table);
      if (data.isEmpty()) {
        output.info(
            "no registry is registered in %s: berth container-registry register --help"
                .formatted(session.home().store()));
      }
    }
    return 0;
  }
}
