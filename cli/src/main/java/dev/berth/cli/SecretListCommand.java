package dev.berth.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.SecretInfo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the stored secrets. */
@Command(name = "list", description = "List the stored secrets, without their values.")
final class SecretListCommand implements Callable<Integer> {
  private final Cli cli;

  SecretListCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    var data = JsonNodeFactory.instance.arrayNode();
    var table = new Table("NAME", "KEYS", "USED BY");
    for (SecretInfo secret : cli.secrets().list()) {
      data.add(JsonResults.secret(secret));
      table.row(
          secret.name(), String.join(", ", secret.keys()), String.join(", ", secret.usedBy()));
    }
    cli.output().result(data, table.lines());
    return 0;
  }
}
