package dev.berth.cli.flavor;

import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.flavor.FlavorInfo;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a project for a new flavor. */
@Command(
    name = "new",
    description =
        "Write a Maven project with a flavor, its test, and a README with what to do next.")
final class NewFlavorCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The flavor's name.")
  private String name;

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      description = "Package of its classes. Default: com.example.NAME.")
  private @Nullable String packageName;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Folder of the project, which must be missing or empty. Default: NAME.")
  private @Nullable Path directory;

  @Option(
      names = "--template",
      paramLabel = "TEMPLATE",
      description =
          "What the flavor has: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}, a property and"
              + " a check.")
  private FlavorProject.Template template = FlavorProject.Template.CHECKS;

  NewFlavorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String ofClasses = packageName == null ? FlavorProject.defaultPackage(name) : packageName;
    var project = new FlavorProject(name, ofClasses, template);
    requireNotShipped();
    Path current = session.environment().current();
    Path folder = current.resolve(directory == null ? Path.of(name) : directory).normalize();
    List<Path> files = project.write(folder);
    Output output = session.output();
    output.info("wrote the flavor '%s' to %s".formatted(name, folder));
    output.info("next: build it with 'mvn package', then see README.md there");
    var shape =
        JsonResults.object()
            .put("name", name)
            .put("flavorClass", project.flavorClass())
            .put("directory", folder.toString());
    var list = shape.putArray("files");
    files.forEach(file -> list.add(file.toString()));
    output.result(shape, files.stream().map(Path::toString).toList());
    return 0;
  }

  private void requireNotShipped() {
    try (var flavors = session.flavors()) {
      for (FlavorInfo flavor : flavors.shipped()) {
        if (flavor.name().equals(name)) {
          throw new BerthException(
              ErrorCode.INVALID,
              "the flavor '" + name + "' is part of Berth",
              "choose another name");
        }
      }
    }
  }
}
