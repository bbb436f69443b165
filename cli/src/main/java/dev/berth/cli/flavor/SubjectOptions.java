package dev.berth.cli.flavor;

import dev.berth.cli.session.Session;
import dev.berth.contract.ContractReport;
import dev.berth.contract.FlavorContract;
import dev.berth.contract.Subject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How the registry of a flavor that is verified is configured. */
final class SubjectOptions {
  @Option(
      names = {"-p", "--property"},
      paramLabel = "NAME=VALUE",
      description =
          "Property to register a registry with (repeatable). Default for uri: an empty registry on"
              + " this machine.")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Option(
      names = "--repository",
      paramLabel = "PATH",
      description = "Repository to check and push to, below the URI. Default: ${DEFAULT-VALUE}.")
  private String repository = Subject.REPOSITORY;

  /** Verifies a flavor, which cannot have the name of one of Berth. */
  ContractReport verify(Session session, String flavorClass, Path jar, List<Path> libraries) {
    try (var flavors = session.flavors()) {
      return FlavorContract.verify(
          new Subject(flavorClass, jar, libraries, properties, repository), flavors.shipped());
    }
  }
}
