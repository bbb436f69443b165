package dev.berth.cli.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.DiscoveredRegistry;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.push.PushListener;
import dev.berth.reference.PlainText;
import dev.berth.text.ShellWord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the registries that a login reaches, with the command that registers each. */
@Command(
    name = "discover",
    description = "List the registries that a login reaches, with the command that registers each.",
    customSynopsis =
        "berth container-registry discover --flavor FLAVOR [--uri URI] [--PROPERTY VALUE]...",
    footer = {
      "Flavors that can discover: aws, azure, gcp (give --project) and harbor (give --uri).",
      "The result is a script: berth container-registry discover --flavor aws | sh"
    })
final class DiscoverCommand implements Callable<Integer> {

  private final Session session;
  @Mixin private FlavorArguments flavor;
  @Mixin private TimeLimit limit;
  @Spec private CommandSpec spec;
  private final Set<String> withheld = new HashSet<>();

  @Parameters(paramLabel = "PROPERTY", arity = "0..*", description = "Properties of the login.")
  private List<String> arguments = List.of();

  DiscoverCommand(Session session) {
    this.session = session;
    this.flavor = new FlavorArguments(session);
    this.limit = new TimeLimit();
  }

  @Override
  public Integer call() {
    Output output = session.output();
    try (var registries = session.registries()) {
      String name = flavor.flavor(arguments, "--flavor is");
      var given = flavor.parse(arguments, registries, session.environment().current());
      if (!given.words().isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "unexpected argument: " + given.words().get(0));
      }
      output.info("asking for the registries of the flavor '" + name + "'");
      List<DiscoveredRegistry> found =
          limit.run(
              registries, () -> registries.discover(name, given.properties(), warnings(output)));
      var data = JsonNodeFactory.instance.arrayNode();
      List<String> lines = new ArrayList<>();
      for (DiscoveredRegistry each : found) {
        ObjectNode shape = shape(each);
        data.add(shape);
        lines.addAll(lines(each, shape.path("command").asText()));
      }
      output.result(data, lines);
      if (found.isEmpty()) {
        output.info("this login reaches no registry of the flavor '" + name + "'");
      }
    }
    return 0;
  }

  private static PushListener warnings(Output output) {
    return new PushListener() {
      @Override
      public void warning(String message) {
        output.warning(message);
      }
    };
  }

  private ObjectNode shape(DiscoveredRegistry found) {
    ObjectNode shape =
        JsonResults.registry(found.name(), found.flavor(), found.uri(), found.configuration())
            .put("description", found.description())
            .put("registered", found.registered().orElse(null));
    return shape.put("command", found.registered().isPresent() ? null : command(found, shape));
  }

  /** A comment, and the command unless the registry is registered: lines for a shell. */
  private static List<String> lines(DiscoveredRegistry found, String command) {
    String comment = "# %s: %s".formatted(found.uri(), found.description());
    return found
        .registered()
        .map(name -> List.of(comment + ", registered as '" + name + "'"))
        .orElseGet(() -> List.of(comment, command));
  }

  private String command(DiscoveredRegistry found, ObjectNode shape) {
    var command = new StringBuilder("berth container-registry register ");
    command.append(found.name()).append(" --flavor ").append(found.flavor());
    session.givenHome().ifPresent(home -> command.append(" --home ").append(ShellWord.of(home)));
    JsonResults.json(found.configuration())
        .properties()
        .forEach(
            property -> {
              String name = property.getKey();
              String text = JsonResults.text(property.getValue());
              boolean isMasked =
                  !property.getValue().equals(shape.path("configuration").path(name));
              if (!isMasked && PlainText.line(text).equals(text)) {
                command.append(" --").append(name).append('=').append(ShellWord.of(text));
              } else if (withheld.add(name)) {
                session
                    .output()
                    .warning(
                        "property '%s' is not in the commands, since it has %s"
                            .formatted(
                                name,
                                isMasked
                                    ? "a secret: refer to it, {{secret.key}}"
                                    : "control characters"));
              }
            });
    return command.toString();
  }
}
