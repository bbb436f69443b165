package dev.berth.cli.completion;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.Registries;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Session;
import dev.berth.config.PropertyNames;
import dev.berth.spi.BerthException;
import dev.berth.store.RegisteredRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The properties of one flavor on a command line.
 *
 * @param names their names
 * @param schema their part of the flavor's JSON Schema
 */
record FlavorWords(PropertyNames names, JsonNode schema) {
  /** The properties that the words of a command line can give; empty without a flavor. */
  static Optional<FlavorWords> of(List<String> line, Registries registries, Session session) {
    return flavor(line, registries)
        .flatMap(
            flavor -> {
              try (var flavors = session.flavors()) {
                return Optional.of(
                    new FlavorWords(
                        registries.propertiesOfFlavor(flavor),
                        JsonResults.json(flavors.describe(flavor).schema()).path("properties")));
              } catch (BerthException e) {
                // Nothing is known of its properties.
                return Optional.empty();
              }
            });
  }

  /** The flavor of the option {@code --flavor}, else of the first registered registry. */
  private static Optional<String> flavor(List<String> line, Registries registries) {
    Optional<String> given =
        Stream.concat(
                IntStream.range(1, line.size())
                    .filter(i -> List.of("--flavor", "-f").contains(line.get(i - 1)))
                    .mapToObj(line::get),
                line.stream()
                    .filter(word -> word.startsWith("--flavor="))
                    .map(word -> word.substring("--flavor=".length())))
            .findFirst();
    return given.or(
        () ->
            registries.list().stream()
                .filter(registry -> line.contains(registry.name()))
                .map(RegisteredRegistry::flavor)
                .findFirst());
  }

  /** The properties as options, without those that an option of the command is for. */
  List<Candidate> options() {
    List<Candidate> options = new ArrayList<>();
    for (String name : names.all()) {
      if (!name.equals("uri")) {
        options.add(
            new Candidate(
                "--" + PropertyNames.option(name), schema.path(name).path("description").asText()));
      }
    }
    return options;
  }

  /** Whether a property, as {@code --name}, can be given without a value. */
  boolean isFlag(String option) {
    return names.isBoolean(option.replaceFirst("^--", ""));
  }

  /** The values of a property, given as {@code --name}. */
  List<Candidate> values(String option, KnownNames known) {
    String name = names.find(option.replaceFirst("^--", "")).orElse("");
    if (name.equals("authenticationSecret")) {
      return known.secrets();
    }
    if (names.isFile(name)) {
      return List.of(Candidate.FILES);
    }
    List<Candidate> values = new ArrayList<>();
    for (JsonNode value : schema.path(name).path("enum")) {
      values.add(new Candidate(value.asText().toLowerCase(Locale.ROOT), ""));
    }
    if (names.isBoolean(name)) {
      values.add(new Candidate("true", ""));
      values.add(new Candidate("false", ""));
    }
    return values;
  }
}
