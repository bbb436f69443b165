package dev.berth.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands for the embedded registry. */
@Command(
    name = "local-registry",
    aliases = "registry",
    description = "Run a container registry on this machine.",
    subcommands = LocalRegistryServeCommand.class)
final class LocalRegistryCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
