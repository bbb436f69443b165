package dev.berth.cli.flavor;

import dev.berth.BerthHome;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.flavor.FlavorInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Registers a custom flavor. */
@Command(name = "register", description = "Register a custom flavor by the name of its class.")
final class RegisterFlavorCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "CLASS",
      description =
          "Fully qualified class name. Searched in the source root: flavors/*.jar,"
              + " flavors/<dir>/*.jar, target/classes.")
  private String className;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "Additional jar to search first (repeatable).")
  private List<Path> jars = List.of();

  RegisterFlavorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Output output = session.output();
    BerthHome home = session.home();
    if (!home.marked()) {
      output.warning(
          "no folder from here upwards is marked by 'berth init'; the source root is "
              + home.sourceRoot());
    }
    try (var flavors = session.flavors()) {
      List<Path> absolute = jars.stream().map(session.environment().current()::resolve).toList();
      FlavorInfo flavor = flavors.register(className, absolute);
      output.info("registered the flavor '" + flavor.name() + "'");
      output.result(JsonResults.flavor(flavor), List.of());
    }
    return 0;
  }
}
