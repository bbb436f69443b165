package dev.berth.cli.flavor;

import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.install.FlavorUninstaller;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes an installed flavor, or the installed libraries of a flavor. */
@Command(
    name = "uninstall",
    description = "Delete an installed flavor, or the installed libraries of a flavor.")
final class UninstallFlavorCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The flavor's name.")
  private String name;

  UninstallFlavorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    new FlavorUninstaller(session.home()).uninstall(name);
    Output output = session.output();
    output.info("uninstalled '" + name + "'");
    output.result(JsonResults.object().put("uninstalled", name), List.of());
    return 0;
  }
}
