package dev.berth.cli.registry;

import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Copies a registered registry. */
@Command(name = "copy", description = "Copy a registered container registry to another name.")
final class CopyCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME", description = "The registry's name.")
  private String name;

  @Parameters(index = "1", paramLabel = "NEW-NAME", description = "The copy's name.")
  private String newName;

  CopyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Output output = session.output();
    try (var registries = session.registries()) {
      var copy = registries.copy(name, newName);
      output.info("copied '" + name + "' to '" + newName + "'");
      output.result(JsonResults.registry(copy), List.of());
    }
    return 0;
  }
}
