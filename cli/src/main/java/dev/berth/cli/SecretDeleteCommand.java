package dev.berth.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes a stored secret. */
@Command(
    name = "delete",
    description = "Delete a stored secret; refused while a registered registry uses it.")
final class SecretDeleteCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "NAME", description = "The secret's name.")
  private String name;

  SecretDeleteCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    cli.secrets().delete(name);
    cli.output().info("deleted " + name);
    cli.output().result(JsonResults.object().put("deleted", name), List.of());
    return 0;
  }
}
