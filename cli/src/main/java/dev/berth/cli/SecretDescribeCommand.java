package dev.berth.cli;

import dev.berth.SecretInfo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Describes a stored secret. */
@Command(name = "describe", description = "Show a stored secret, without its values.")
final class SecretDescribeCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "NAME", description = "The secret's name.")
  private String name;

  SecretDescribeCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    SecretInfo secret = cli.secrets().describe(name);
    var table = new Table("KEY", "VALUE");
    secret.keys().forEach(key -> table.row(key, "***"));
    cli.output().result(JsonResults.secret(secret), table.lines());
    if (!secret.usedBy().isEmpty()) {
      cli.output().info("used by " + String.join(", ", secret.usedBy()));
    }
    return 0;
  }
}
