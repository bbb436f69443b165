package dev.berth.cli.flavor;

import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes a custom flavor. */
@Command(name = "delete", description = "Delete a custom flavor that no registry uses.")
final class DeleteFlavorCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The flavor's name.")
  private String name;

  DeleteFlavorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Output output = session.output();
    try (var flavors = session.flavors()) {
      flavors.delete(name);
      output.info("deleted the flavor '" + name + "'; its files stay");
      output.result(JsonResults.object().put("deleted", name), List.of());
    }
    return 0;
  }
}
