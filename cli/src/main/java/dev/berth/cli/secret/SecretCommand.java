package dev.berth.cli.secret;

import dev.berth.cli.session.CommandGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** The commands for secrets. */
@Command(
    name = "secret",
    description = "Manage registry credentials, encrypted and readable only by you.")
public final class SecretCommand extends CommandGroup {

  @Override
  public List<String> names() {
    return List.of("set", "list", "describe", "delete");
  }

  @Override
  public @Nullable Class<?> command(String name) {
    return switch (name) {
      case "set" -> SetSecretCommand.class;
      case "list" -> ListSecretsCommand.class;
      case "describe" -> DescribeSecretCommand.class;
      case "delete" -> DeleteSecretCommand.class;
      default -> null;
    };
  }
}
