package dev.berth.cli.flavor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.BerthHome;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.flavor.FlavorRegistration;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Registers a custom flavor. */
@Command(
    name = "register",
    description =
        "Register a custom flavor by the name of its class, or replace the one with its name.")
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

  @Option(
      names = "--replace",
      description = "Also replace a flavor of the same name whose class is another one.")
  private boolean replace;

  @ArgGroup private @Nullable Lock lock;

  private static final class Lock {
    @Option(
        names = "--lock",
        description = "From now on, refuse the flavor when its jars are not the present ones.")
    private boolean on;

    @Option(names = "--no-lock", description = "End that. Default: as it was.")
    private boolean off;

    boolean locks() {
      return on && !off;
    }
  }

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
      FlavorRegistration done =
          flavors.register(
              className, absolute, replace, Optional.ofNullable(lock).map(Lock::locks));
      done.warnings().forEach(output::warning);
      report(done, output);
      output.result(shape(done), List.of());
    }
    return 0;
  }

  private static void report(FlavorRegistration done, Output output) {
    String name = done.flavor().name();
    if (!done.replaced()) {
      output.info("registered the flavor '" + name + "'");
      return;
    }
    String changes = String.join(", ", done.changes());
    output.info(
        "replaced the flavor '%s': %s"
            .formatted(name, changes.isEmpty() ? "the same properties" : changes));
    done.invalid()
        .forEach(
            (registry, found) -> {
              for (String problem : found.problems()) {
                output.warning(
                    "registry '%s' is not valid with this flavor: %s".formatted(registry, problem));
              }
              output.info("repair it: " + found.repair());
            });
  }

  private static ObjectNode shape(FlavorRegistration done) {
    ObjectNode shape = JsonResults.flavor(done.flavor()).put("replaced", done.replaced());
    done.changes().forEach(shape.putArray("changes")::add);
    ObjectNode invalid = shape.putObject("invalid");
    done.invalid()
        .forEach((registry, found) -> found.problems().forEach(invalid.putArray(registry)::add));
    return shape;
  }
}
