package dev.berth.cli.secret;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands for secrets. */
@Command(
    name = "secret",
    description = "Manage registry credentials, encrypted and readable only by you.",
    subcommands = {
      SetSecretCommand.class,
      ListSecretsCommand.class,
      DescribeSecretCommand.class,
      DeleteSecretCommand.class
    })
public final class SecretCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
