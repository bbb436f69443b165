package dev.berth.cli.flavor;

import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.install.FlavorInstaller;
import dev.berth.install.InstallListener;
import dev.berth.install.MavenSettings;
import java.util.List;
import java.util.Optional;
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
    var environment = session.environment();
    var settings =
        new MavenSettings(environment.userHome(), Optional.empty(), true, environment.variables());
    new FlavorInstaller(session.home(), settings, InstallListener.NONE).uninstall(name);
    Output output = session.output();
    output.info("uninstalled '" + name + "'");
    output.result(JsonResults.object().put("uninstalled", name), List.of());
    return 0;
  }
}
