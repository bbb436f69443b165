package dev.berth.cli.registry;

import dev.berth.Registries;
import dev.berth.cli.flavor.FlavorProperties;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Session;
import dev.berth.config.PropertyNames;
import dev.berth.reference.PlainText;
import dev.berth.spi.BerthException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flavor and the URI of a registry, and the properties that only the flavor knows. */
final class FlavorArguments {
  private final Session session;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-f", "--flavor"},
      paramLabel = "FLAVOR",
      description = "The registry's flavor.")
  private @Nullable String flavor;

  @Option(
      names = "--uri",
      paramLabel = "URI",
      description = "URI of the registry: host[:port][/path].")
  private @Nullable String uri;

  FlavorArguments(Session session) {
    this.session = session;
  }

  @Spec(Spec.Target.MIXEE)
  void takeProperties(CommandSpec command) {
    // Only the flavor knows its properties, so the parser treats them as arguments.
    command.parser().unmatchedOptionsArePositionalParams(true);
    command
        .usageMessage()
        .sectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_FOOTER,
            help -> flavor == null ? help.footer() : properties(flavor));
  }

  /** The properties of the flavor that help was asked for. */
  private String properties(String name) {
    try (var flavors = session.flavors()) {
      var schema = JsonResults.json(flavors.describe(name).schema());
      var lines = new ArrayList<>(List.of("Properties of the flavor '" + name + "':"));
      lines.addAll(new FlavorProperties(schema).table().lines(session.columns()));
      return lines.stream().map(PlainText::line).collect(Collectors.joining("\n", "", "\n"));
    } catch (BerthException e) {
      return "The properties of the flavor cannot be shown: "
          + PlainText.line(e.getMessage())
          + "\n";
    }
  }

  /**
   * The flavor.
   *
   * @param missing what else the message says to be missing, if there are no other arguments
   */
  String flavor(List<String> arguments, String missing) {
    if (flavor == null) {
      var parsed = PropertyArguments.parse(arguments);
      parsed.requireNoMistypedOption(spec, name -> false);
      throw new ParameterException(
          spec.commandLine(), (parsed.words().isEmpty() ? missing : "--flavor is") + " missing");
    }
    return flavor;
  }

  /** The words and properties among the arguments, with the URI and absolute paths of files. */
  PropertyArguments parse(List<String> arguments, Registries registries, Path current) {
    PropertyNames names = registries.propertiesOfFlavor(String.valueOf(flavor));
    var parsed = PropertyArguments.parse(arguments, names);
    parsed.requireNoMistypedOption(spec, name -> names.find(name).isPresent());
    if (uri != null) {
      parsed.properties().put("uri", uri);
    }
    parsed.propertiesIn(current, names);
    return parsed;
  }
}
