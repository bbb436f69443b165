package dev.berth.cli.registry;

import dev.berth.cli.flavor.FlavorCommand;
import dev.berth.cli.session.CommandGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** The commands for registered registries. */
@Command(
    name = "container-registry",
    aliases = "cr",
    description = "Register, check and change container registries.")
public final class ContainerRegistryCommand extends CommandGroup {

  @Override
  public List<String> names() {
    return List.of(
        "register",
        "discover",
        "list",
        "describe",
        "update",
        "remove-attribute",
        "rename",
        "copy",
        "delete",
        "check",
        "flavor");
  }

  @Override
  public @Nullable Class<?> command(String name) {
    return switch (name) {
      case "register" -> RegisterCommand.class;
      case "discover" -> DiscoverCommand.class;
      case "list" -> ListCommand.class;
      case "describe" -> DescribeCommand.class;
      case "update" -> UpdateCommand.class;
      case "remove-attribute", "unset" -> RemoveAttributeCommand.class;
      case "rename" -> RenameCommand.class;
      case "copy" -> CopyCommand.class;
      case "delete" -> DeleteCommand.class;
      case "check" -> CheckCommand.class;
      case "flavor" -> FlavorCommand.class;
      default -> null;
    };
  }
}
