package dev.berth.cli.secret;

import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes a stored secret. */
@Command(
    name = "delete",
    description = "Delete a stored secret. Fails if a registered registry uses it.")
final class DeleteSecretCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The secret's name.")
  private String name;

  DeleteSecretCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.secrets().delete(name);
    session.output().info("deleted " + name);
    session.output().result(JsonResults.object().put("deleted", name), List.of());
    return 0;
  }
}
