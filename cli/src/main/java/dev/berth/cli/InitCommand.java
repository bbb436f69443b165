package dev.berth.cli;

import dev.berth.BerthHome;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Marks the source root. */
@Command(
    name = "init",
    description =
        "Mark a folder as the source root: custom flavors are looked for in it, and its registries"
            + " are stored in it.")
final class InitCommand implements Callable<Integer> {
  private final Cli cli;

  @Option(names = "--path", paramLabel = "DIR", description = "The folder, if not the current one.")
  private @Nullable Path path;

  InitCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Path current = cli.environment().current();
    Path root = (path == null ? current : current.resolve(path)).normalize();
    if (!Files.isDirectory(root)) {
      throw new BerthException(ErrorCode.INVALID, "there is no folder " + root);
    }
    boolean made = new Store(root.resolve(BerthHome.MARK)).createFolder();
    Output output = cli.output();
    output.info((made ? "marked the source root " : "already a source root: ") + root);
    output.result(
        JsonResults.object().put("sourceRoot", root.toString()).put("created", made), List.of());
    return 0;
  }
}
