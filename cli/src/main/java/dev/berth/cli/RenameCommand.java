package dev.berth.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives a registered registry another name. */
@Command(name = "rename", description = "Give a registered container registry another name.")
final class RenameCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "NAME", description = "The registry's name.")
  private String name;

  @Parameters(index = "1", paramLabel = "NEW-NAME", description = "Its new name.")
  private String newName;

  RenameCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Output output = cli.output();
    try (var registries = cli.registries()) {
      var renamed = registries.rename(name, newName);
      output.info("renamed '" + name + "' to '" + newName + "'");
      output.result(JsonResults.registry(renamed), List.of());
    }
    return 0;
  }
}
