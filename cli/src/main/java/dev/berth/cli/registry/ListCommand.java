package dev.berth.cli.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.cli.session.Table;
import dev.berth.store.RegisteredRegistry;
import java.util.List;
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
      List<RegisteredRegistry> all = registries.list();
      var table = new Table("NAME", "FLAVOR", "URI");
      all.forEach(registry -> table.row(registry.name(), registry.flavor(), registry.uri()));
      output.result(() -> data(all), table);
      if (all.isEmpty()) {
        output.info(
            "no registry is registered in %s: berth container-registry register --help"
                .formatted(session.home().store()));
      }
    }
    return 0;
  }

  private static ArrayNode data(List<RegisteredRegistry> registries) {
    ArrayNode data = JsonNodeFactory.instance.arrayNode();
    registries.forEach(registry -> data.add(JsonResults.registry(registry)));
    return data;
  }
}
