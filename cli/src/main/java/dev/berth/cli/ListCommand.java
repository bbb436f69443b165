package dev.berth.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the registered registries. */
@Command(name = "list", description = "List the registered container registries.")
final class ListCommand implements Callable<Integer> {
  private final Cli cli;

  ListCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Output output = cli.output();
    try (var registries = cli.registries()) {
      var data = JsonNodeFactory.instance.arrayNode();
      var table = new Table("NAME", "FLAVOR", "URI");
      for (var registry : registries.list()) {
        data.add(JsonResults.registry(registry));
        table.row(registry.name(), registry.flavor(), registry.uri());
      }
      output.result(data, table.lines());
      if (data.isEmpty()) {
        output.info("no registry is registered: berth container-registry register --help");
      }
    }
    return 0;
  }
}
