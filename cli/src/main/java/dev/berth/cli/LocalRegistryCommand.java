package dev.berth.cli;

import dev.berth.cli.session.CommandGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** The commands for the embedded registry. */
@Command(
    name = "local-registry",
    aliases = "registry",
    description = "Run a container registry on this machine.")
final class LocalRegistryCommand extends CommandGroup {

  @Override
  public List<String> names() {
    return List.of("serve");
  }

  @Override
  public @Nullable Class<?> command(String name) {
    return switch (name) {
      case "serve" -> LocalRegistryServeCommand.class;
      default -> null;
    };
  }
}
