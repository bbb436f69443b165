package dev.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.cli.session.Environment;
import dev.berth.cli.session.Session;
import dev.berth.localregistry.LocalRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Runs the main commands on its own registry. */
@Command(
    name = "quickstart",
    description =
        "Run the main commands on a temporary registry: init, register, push, list. Requires no Docker"
            + " engine.",
    footer = "Prints the result of the push: HOST/REPOSITORY@DIGEST.")
final class QuickstartCommand implements Callable<Integer> {
  private static final Set<String> OWN =
      Set.of("BERTH_HOME", "DOCKER_CONFIG", "XDG_CACHE_HOME", "XDG_CONFIG_HOME");

  private final Session session;

  QuickstartCommand(Session session) {
    this.session = session;
  }

  /** A command that has failed and reported its error. */
  private static final class Ended extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;

    Ended(int status) {
      this.status = status;
    }
  }

  @Override
  public Integer call() throws IOException {
    try (var folder = TemporaryFolder.create("berth-quickstart");
        var registry = LocalRegistry.start(folder.path().resolve("registry"), 0)) {
      walk(folder, registry.host());
      return 0;
    } catch (Ended e) {
      return e.status;
    }
  }

  private void walk(TemporaryFolder folder, String registry) throws IOException, Ended {
    Path project = folder.path();
    Path layout = project.resolve("image");
    info("Create a project, which keeps its registries in the folder .berth:");
    show(run(folder, "init"));
    info("", "The embedded registry listens at %s. Register it:".formatted(registry));
    show(
        run(
            folder,
            "container-registry",
            "register",
            "quickstart",
            "--flavor",
            "default",
            "--uri",
            registry));
    show(run(folder, "container-registry", "describe", "quickstart"));
    HelloImage.write(layout);
    info("", layout + " is an OCI image layout. Push it without a Docker engine:");
    String pushed = run(folder, "push", registry + "/hello:1.0", "--from", "oci:" + layout);
    show(run(folder, "container-registry", "list"));
    info("", "Done. The registry confirmed this digest:");
    session.environment().out().print(pushed);
    session.environment().out().flush();
    info(
        "",
        "The project, the registry and the image are deleted now. With your own registry:",
        "  berth init",
        "  berth container-registry flavor list",
        "  berth container-registry register NAME --flavor FLAVOR --uri URI",
        "  berth push URI/IMAGE:TAG");
  }

  private void info(String... lines) {
    Stream.of(lines).forEach(session.output()::info);
  }

  /** Prints the result of a command to standard error. */
  private void show(String result) {
    result.lines().forEach(session.output()::info);
  }

  /** Prints a command, runs it in the project, and returns its standard output. */
  private String run(TemporaryFolder folder, String... command) throws Ended {
    info("", "$ berth " + String.join(" ", command));
    var out = new ByteArrayOutputStream();
    var line = new ArrayList<>(session.printing());
    line.addAll(List.of(command));
    Environment inside = inside(folder.path(), new PrintStream(out, true, UTF_8));
    int status = BerthCommand.run(inside, line.toArray(String[]::new));
    if (status != 0) {
      throw new Ended(status);
    }
    return out.toString(UTF_8);
  }

  /** The environment with the project as the current folder, and without the user's settings. */
  private Environment inside(Path folder, PrintStream out) {
    Environment around = session.environment();
    var variables = new HashMap<>(around.variables());
    variables.keySet().removeAll(OWN);
    return new Environment(
        around.in(),
        out,
        around.err(),
        variables,
        folder,
        folder,
        around.distribution(),
        around.terminals());
  }
}
