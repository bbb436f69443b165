package dev.berth.cli.flavor;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands for flavors. */
@Command(
    name = "flavor",
    description =
        "Create, verify, install, register, list and describe flavors of container registries.",
    subcommands = {
      NewFlavorCommand.class,
      VerifyFlavorCommand.class,
      DevelopFlavorCommand.class,
      InstallFlavorCommand.class,
      UninstallFlavorCommand.class,
      RegisterFlavorCommand.class,
      ListFlavorsCommand.class,
      DescribeFlavorCommand.class,
      FlavorDocsCommand.class,
      DeleteFlavorCommand.class
    })
public final class FlavorCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
