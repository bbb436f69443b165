package dev.berth.cli.secret;

import dev.berth.SecretInfo;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Session;
import dev.berth.cli.session.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Describes a stored secret. */
@Command(name = "describe", description = "Show a stored secret, without its values.")
final class DescribeSecretCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The secret's name.")
  private String name;

  DescribeSecretCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    SecretInfo secret = session.secrets().describe(name);
    var table = new Table("KEY", "VALUE");
    secret.keys().forEach(key -> table.row(key, "***"));
    session.output().result(JsonResults.secret(secret), table);
    if (!secret.usedBy().isEmpty()) {
      session.output().info("used by " + String.join(", ", secret.usedBy()));
    }
    return 0;
  }
}
