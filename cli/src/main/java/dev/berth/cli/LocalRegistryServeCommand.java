package dev.berth.cli;

import dev.berth.localregistry.LocalRegistry;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the embedded registry until it is told to stop. */
@Command(
    name = "serve",
    description = {
      "Serve images on this machine: a registry that listens on localhost only, and asks for no"
          + " credentials.",
      "Prints its name, localhost:PORT, when it listens, and runs until it is stopped."
    })
final class LocalRegistryServeCommand implements Callable<Integer> {
  private final Cli cli;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where it listens, ${DEFAULT-VALUE} unless given; 0 is any port that is free.")
  private int port = 5000;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "Where it stores, rather than XDG_DATA_HOME/berth/registry or"
              + " ~/.local/share/berth/registry.")
  private @Nullable Path directory;

  LocalRegistryServeCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path folder = folder();
    try (var registry = LocalRegistry.start(folder, port)) {
      // The JVM's end does not come back to this method.
      Runtime.getRuntime().addShutdownHook(new Thread(registry::close, "berth-registry-end"));
      Output output = cli.output();
      output.info("serving images from " + folder + "; stop it with Ctrl-C");
      output.result(
          JsonResults.object()
              .put("host", "localhost")
              .put("port", registry.port())
              .put("directory", folder.toString()),
          List.of(registry.host()));
      cli.environment().out().flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private Path folder() {
    Environment environment = cli.environment();
    if (directory != null) {
      if (directory.toString().isEmpty()) {
        throw new BerthException(
            ErrorCode.INVALID, "the registry's folder is named with an empty text");
      }
      return environment.current().resolve(directory).normalize();
    }
    // The XDG specification has relative paths ignored.
    Path data = Path.of(environment.variables().getOrDefault("XDG_DATA_HOME", ""));
    Path base = data.isAbsolute() ? data : environment.userHome().resolve(".local/share");
    return base.resolve("berth/registry");
  }
}
