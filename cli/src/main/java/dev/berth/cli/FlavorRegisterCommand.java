package dev.berth.cli;

import dev.berth.BerthHome;
import dev.berth.flavor.FlavorInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Registers a custom flavor. */
@Command(name = "register", description = "Register a flavor of your own by the name of its class.")
final class FlavorRegisterCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(
      paramLabel = "CLASS",
      description =
          "The flavor's class in dot notation. It is looked for in the source root: flavors/*.jar,"
              + " flavors/<dir>/*.jar, target/classes.")
  private String className;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "A further jar, which is looked in first.")
  private List<Path> jars = List.of();

  FlavorRegisterCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Output output = cli.output();
    BerthHome home = cli.berthHome();
    if (!home.marked()) {
      output.warning(
          "no folder from here upwards is marked by 'berth init'; the source root is "
              + home.sourceRoot());
    }
    try (var registries = cli.registries()) {
      List<Path> absolute = jars.stream().map(cli.environment().current()::resolve).toList();
      FlavorInfo flavor = registries.registerFlavor(className, absolute);
      output.info("registered the flavor '" + flavor.name() + "'");
      output.result(JsonResults.flavor(flavor), List.of());
    }
    return 0;
  }
}
