package dev.berth.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes a custom flavor. */
@Command(name = "delete", description = "Delete a flavor of your own that no registry is of.")
final class FlavorDeleteCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "NAME", description = "The flavor's name.")
  private String name;

  FlavorDeleteCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Output output = cli.output();
    try (var registries = cli.registries()) {
      registries.deleteFlavor(name);
      output.info("deleted the flavor '" + name + "'; its files stay");
      output.result(JsonResults.object().put("deleted", name), List.of());
    }
    return 0;
  }
}
