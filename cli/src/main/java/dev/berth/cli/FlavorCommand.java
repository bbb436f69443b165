package dev.berth.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands on flavors. */
@Command(
    name = "flavor",
    description = "Register, list and describe flavors of container registries.",
    subcommands = {
      FlavorRegisterCommand.class,
      FlavorListCommand.class,
      FlavorDescribeCommand.class,
      FlavorDeleteCommand.class
    })
final class FlavorCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
