package dev.berth.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Registers a registry's flavor and configuration once more. */
@Command(name = "copy", description = "Register a container registry once more under another name.")
final class CopyCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "NAME", description = "The registry's name.")
  private String name;

  @Parameters(index = "1", paramLabel = "NEW-NAME", description = "The copy's name.")
  private String newName;

  CopyCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Output output = cli.output();
    try (var registries = cli.registries()) {
      var copy = registries.copy(name, newName);
      output.info("copied '" + name + "' to '" + newName + "'");
      output.result(JsonResults.registry(copy), List.of());
    }
    return 0;
  }
}
