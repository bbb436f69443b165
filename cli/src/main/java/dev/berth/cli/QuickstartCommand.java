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

/** Walks the whole path on a registry of its own, by running the other commands. */
@Command(
    name = "quickstart",
    description =
        "Show the whole path on a registry of its own: init, register, push, list. Wants no Docker"
            + " engine, and leaves nothing behind.",
    footer = "Prints what the push prints: HOST/REPOSITORY@DIGEST.")
final class QuickstartCommand implements Callable<Integer> {
  private static final Set<String> OWN =
      Set.of("BERTH_HOME", "DOCKER_CONFIG", "XDG_CACHE_HOME", "XDG_CONFIG_HOME");

  private final Session session;

  QuickstartCommand(Session session) {
    this.session = session;
  }

  /** A command that has failed and reported why. */
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
    say("A new project, which keeps its registries in a folder .berth:");
    tell(run(folder, "init"));
    say("", "Berth's own registry now serves at %s. It gets a name:".formatted(registry));
    tell(
        run(
            folder,
            "container-registry",
            "register",
            "quickstart",
            "--flavor",
            "default",
            "--uri",
            registry));
    tell(run(folder, "container-registry", "describe", "quickstart"));
    HelloImage.write(layout);
    say("", layout + " is an image as an OCI layout. It is pushed without a Docker engine:");
    String pushed = run(folder, "push", registry + "/hello:1.0", "--from", "oci:" + layout);
    tell(run(folder, "container-registry", "list"));
    say("", "Done: a registry is registered, and has an image. It confirmed this digest:");
    session.environment().out().print(pushed);
    session.environment().out().flush();
    say(
        "",
        "The project, the registry and the image are removed again. With a registry of your own:",
        "  berth init",
        "  berth container-registry flavor list",
        "  berth container-registry register NAME --flavor FLAVOR --uri URI",
        "  berth push URI/IMAGE:TAG");
  }

  private void say(String... lines) {
    Stream.of(lines).forEach(session.output()::info);
  }

  /** Shows a command's result as a part of the story. */
  private void tell(String result) {
    result.lines().forEach(session.output()::info);
  }

  /** Shows a command, runs it in the project, and gives what it prints on standard output. */
  private String run(TemporaryFolder folder, String... command) throws Ended {
    say("", "$ berth " + String.join(" ", command));
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

  /** The project as the current folder, and nothing of the user's own. */
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
