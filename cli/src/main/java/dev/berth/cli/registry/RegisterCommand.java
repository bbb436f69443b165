package dev.berth.cli.registry;

import dev.berth.Registration;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Registers a registry. */
@Command(
    name = "register",
    description = "Register a container registry: a flavor and a configuration under a name.",
    customSynopsis =
        "berth container-registry register NAME --flavor FLAVOR --uri URI [--PROPERTY VALUE]...",
    footer = "The properties of a flavor: berth container-registry flavor describe FLAVOR")
final class RegisterCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private FlavorArguments flavor;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "The registry's name, and properties.")
  private List<String> arguments = List.of();

  RegisterCommand(Session session) {
    this.session = session;
    this.flavor = new FlavorArguments(session);
  }

  @Override
  public Integer call() {
    Output output = session.output();
    try (var registries = session.registries()) {
      String flavorName = flavor.flavor(arguments, "NAME and --flavor are");
      var given = flavor.parse(arguments, registries, session.environment().current());
      Registration done = registries.register(given.word("NAME"), flavorName, given.properties());
      output.info(
          "registered '%s': %s at %s"
              .formatted(done.registry().name(), flavorName, done.registry().uri()));
      done.notice().ifPresent(output::info);
      output.result(JsonResults.registry(done.registry()), List.of());
    }
    return 0;
  }
}
