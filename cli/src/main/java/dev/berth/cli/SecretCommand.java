package dev.berth.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands on secrets. */
@Command(
    name = "secret",
    description = "Keep what registries are logged in with, encrypted and for this user alone.",
    subcommands = {
      SecretSetCommand.class,
      SecretListCommand.class,
      SecretDescribeCommand.class,
      SecretDeleteCommand.class
    })
final class SecretCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
