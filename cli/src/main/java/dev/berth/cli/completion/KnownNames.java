package dev.berth.cli.completion;

import dev.berth.Flavors;
import dev.berth.Registries;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Session;
import dev.berth.flavor.FlavorInfo;
import dev.berth.spi.BerthException;
import java.util.List;

/** The names that the user's store and folders have. */
final class KnownNames {
  private final Session session;
  private final Registries registries;

  KnownNames(Session session, Registries registries) {
    this.session = session;
    this.registries = registries;
  }

  /** The registered registries. */
  List<Candidate> registries() {
    return registries.list().stream()
        .map(it -> new Candidate(it.name(), it.flavor() + " at " + it.uri()))
        .toList();
  }

  /** The start of an image for each registered registry. */
  List<Candidate> images() {
    return registries.list().stream()
        .map(it -> new Candidate(it.uri() + "/", "registry " + it.name()))
        .toList();
  }

  /** The properties that a registered registry was given. */
  List<Candidate> properties(String registry) {
    return registries.list().stream()
        .filter(it -> it.name().equals(registry))
        .flatMap(it -> it.configuration().entrySet().stream())
        .filter(it -> !it.getKey().equals("uri"))
        .map(it -> new Candidate(it.getKey(), ""))
        .toList();
  }

  /** The secrets. */
  List<Candidate> secrets() {
    return session.secrets().list().stream()
        .map(it -> new Candidate(it.name(), String.join(", ", it.keys())))
        .toList();
  }

  /** The flavors that can be used. */
  List<Candidate> flavors() {
    try (var flavors = session.flavors()) {
      return flavors.list().stream()
          .filter(it -> it.problem().isEmpty())
          .map(it -> new Candidate(it.name(), description(it, flavors)))
          .toList();
    }
  }

  private static String description(FlavorInfo flavor, Flavors flavors) {
    try {
      return JsonResults.json(flavors.describe(flavor.name()).schema())
          .path("description")
          .asText();
    } catch (BerthException e) {
      // It is listed, and the command that is given its name reports why it cannot be loaded.
      return "";
    }
  }
}
