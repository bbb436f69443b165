package dev.berth.cli.secret;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.SecretInfo;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Session;
import dev.berth.cli.session.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the stored secrets. */
@Command(name = "list", description = "List the stored secrets, without their values.")
final class ListSecretsCommand implements Callable<Integer> {
  private final Session session;

  ListSecretsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var data = JsonNodeFactory.instance.arrayNode();
    var table = new Table("NAME", "KEYS", "USED BY");
    for (SecretInfo secret : session.secrets().list()) {
      data.add(JsonResults.secret(secret));
      table.row(
          secret.name(), String.join(", ", secret.keys()), String.join(", ", secret.usedBy()));
    }
    session.output().result(data, table);
    if (data.isEmpty()) {
      session.output().info("there are no secrets: berth secret set --help");
    }
    return 0;
  }
}
