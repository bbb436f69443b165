package dev.berth.cli.flavor;

import dev.berth.cli.session.CommandGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** The commands for flavors. */
@Command(
    name = "flavor",
    description =
        "Create, verify, install, register, list and describe flavors of container registries.")
public final class FlavorCommand extends CommandGroup {

  @Override
  public List<String> names() {
    return List.of(
        "new",
        "verify",
        "dev",
        "install",
        "uninstall",
        "register",
        "list",
        "describe",
        "docs",
        "delete");
  }

  @Override
  public @Nullable Class<?> command(String name) {
    return switch (name) {
      case "new" -> NewFlavorCommand.class;
      case "verify" -> VerifyFlavorCommand.class;
      case "dev" -> DevelopFlavorCommand.class;
      case "install" -> InstallFlavorCommand.class;
      case "uninstall" -> UninstallFlavorCommand.class;
      case "register" -> RegisterFlavorCommand.class;
      case "list" -> ListFlavorsCommand.class;
      case "describe" -> DescribeFlavorCommand.class;
      case "docs" -> FlavorDocsCommand.class;
      case "delete" -> DeleteFlavorCommand.class;
      default -> null;
    };
  }
}
