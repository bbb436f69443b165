package dev.berth.cli.registry;

import dev.berth.cli.flavor.FlavorCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands for registered registries. */
@Command(
    name = "container-registry",
    aliases = "cr",
    description = "Register, check and change container registries.",
    subcommands = {
      RegisterCommand.class,
      DiscoverCommand.class,
      ListCommand.class,
      DescribeCommand.class,
      UpdateCommand.class,
      RemoveAttributeCommand.class,
      RenameCommand.class,
      CopyCommand.class,
      DeleteCommand.class,
      CheckCommand.class,
      FlavorCommand.class
    })
public final class ContainerRegistryCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
