package dev.berth.cli.flavor;

import dev.berth.FlavorDescription;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a flavor's page. */
@Command(
    name = "docs",
    description = "Print a flavor's page in Markdown: its properties and what its registries do.")
final class FlavorDocsCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The flavor's name.")
  private String name;

  FlavorDocsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (var flavors = session.flavors()) {
      FlavorDescription flavor = flavors.describe(name);
      List<String> lines = new FlavorPage(flavor).lines();
      session
          .output()
          .result(JsonResults.object().put("markdown", String.join("\n", lines)), lines);
    }
    return 0;
  }
}
