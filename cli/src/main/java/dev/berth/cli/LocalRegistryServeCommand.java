package dev.berth.cli;

import dev.berth.cli.session.Environment;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
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

/** Runs the embedded registry until it is stopped. */
@Command(
    name = "serve",
    description = {
      "Run a container registry on this machine. It listens on localhost only, without"
          + " authentication.",
      "Prints localhost:PORT when it is ready, and runs until it is stopped."
    })
final class LocalRegistryServeCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on (default: ${DEFAULT-VALUE}); 0 chooses a free port.")
  private int port = 5000;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "Storage folder. Default: XDG_DATA_HOME/berth/registry, else"
              + " ~/.local/share/berth/registry.")
  private @Nullable Path directory;

  LocalRegistryServeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path folder = folder();
    try (var registry = LocalRegistry.start(folder, port)) {
      // The method does not end when the JVM is interrupted.
      Runtime.getRuntime().addShutdownHook(new Thread(registry::close, "berth-at-exit-registry"));
      Output output = session.output();
      output.info("serving images from " + folder + "; stop it with Ctrl-C");
      output.result(
          JsonResults.object()
              .put("host", "localhost")
              .put("port", registry.port())
              .put("directory", folder.toString()),
          List.of(registry.host()));
      session.environment().out().flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private Path folder() {
    Environment environment = session.environment();
    if (directory != null) {
      if (directory.toString().isEmpty()) {
        throw new BerthException(ErrorCode.INVALID, "--directory is empty");
      }
      return environment.current().resolve(directory).normalize();
    }
    // The XDG base directory specification ignores relative paths.
    Path data = Path.of(environment.variables().getOrDefault("XDG_DATA_HOME", ""));
    Path base = data.isAbsolute() ? data : environment.userHome().resolve(".local/share");
    return base.resolve("berth/registry");
  }
}
