package dev.berth.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands on registered registries. */
@Command(
    name = "container-registry",
    aliases = "cr",
    description = "Register, list and change container registries.",
    subcommands = {
      RegisterCommand.class,
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
final class ContainerRegistryCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
