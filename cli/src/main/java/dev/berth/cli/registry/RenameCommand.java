package dev.berth.cli.registry;

import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Renames a registered registry. */
@Command(name = "rename", description = "Rename a registered container registry.")
final class RenameCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME", description = "The registry's name.")
  private String name;

  @Parameters(index = "1", paramLabel = "NEW-NAME", description = "Its new name.")
  private String newName;

  RenameCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Output output = session.output();
    try (var registries = session.registries()) {
      var renamed = registries.rename(name, newName);
      output.info("renamed '" + name + "' to '" + newName + "'");
      output.result(JsonResults.registry(renamed), List.of());
    }
    return 0;
  }
}
