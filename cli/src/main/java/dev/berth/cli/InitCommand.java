package dev.berth.cli;

import dev.berth.BerthHome;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.store.Store;
import java.io.IOException;
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
        "Mark a folder as the source root, which holds custom flavors and the registered registries.")
final class InitCommand implements Callable<Integer> {
  // The lock and temporary files are this machine's.
  private static final String GIT_IGNORE = "*\n!.gitignore\n!registries.json\n";

  private final Session session;

  @Option(
      names = "--path",
      paramLabel = "DIR",
      description = "Folder to mark. Default: the current folder.")
  private @Nullable Path path;

  InitCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Path current = session.environment().current();
    Path root = (path == null ? current : current.resolve(path)).normalize();
    if (!Files.isDirectory(root)) {
      throw new BerthException(ErrorCode.INVALID, "there is no folder " + root);
    }
    boolean created = new Store(root.resolve(BerthHome.MARK)).createFolder();
    prepare(root);
    Output output = session.output();
    output.info((created ? "marked the source root " : "already a source root: ") + root);
    output.result(
        JsonResults.object().put("sourceRoot", root.toString()).put("created", created), List.of());
    return 0;
  }

  /** Creates the folder for flavors, and keeps what is not for others out of version control. */
  private static void prepare(Path root) {
    Path ignored = root.resolve(BerthHome.MARK).resolve(".gitignore");
    try {
      Files.createDirectories(root.resolve("flavors"));
      if (!Files.exists(ignored)) {
        Files.writeString(ignored, GIT_IGNORE);
      }
    } catch (IOException e) {
      throw new BerthException(
          ErrorCode.STORE, "the source root %s cannot be prepared: %s".formatted(root, e), e);
    }
  }
}
