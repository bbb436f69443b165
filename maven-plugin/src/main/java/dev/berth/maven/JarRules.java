package dev.berth.maven;

import dev.berth.contract.ContractReport;
import dev.berth.contract.FlavorContract;
import dev.berth.contract.Subject;
import dev.berth.flavor.FlavorJar;
import dev.berth.flavor.SharedPackages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rules on a flavor's jar. */
final class JarRules {
  private static final String LOADS_ALONE = "loads-alone";

  private final Path path;
  private final FlavorJar jar;
  private final List<String> classNames;

  JarRules(Path path) {
    this.path = path;
    this.jar = FlavorJar.of(path);
    this.classNames = JarEntries.classNames(path);
  }

  /** The problems of the jar itself. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    spi(problems);
    shaded(problems);
    services(problems);
    return problems;
  }

  private void spi(List<String> problems) {
    String right =
        "<manifestEntries><Berth-Spi>%d</Berth-Spi></manifestEntries>".formatted(FlavorJar.SPI);
    String remedy = ": configure the archive of maven-jar-plugin with " + right;
    if (jar.spi().isEmpty()) {
      problems.add(
          "the manifest of %s has no %s%s".formatted(name(), FlavorJar.SPI_VERSION, remedy));
    } else if (!jar.spi().get().equals(String.valueOf(FlavorJar.SPI))) {
      problems.add(
          "the manifest of %s has %s %s, but this plugin is for version %d of the SPI%s"
              .formatted(name(), FlavorJar.SPI_VERSION, jar.spi().get(), FlavorJar.SPI, remedy));
    }
  }

  private void shaded(List<String> problems) {
    Map<String, String> examples = new TreeMap<>();
    for (String className : classNames) {
      SharedPackages.of(className).ifPresent(it -> examples.putIfAbsent(it, className));
    }
    examples.forEach(
        (packageName, className) ->
            problems.add(
                "%s contains %s of the package %s, which a flavor gets from Berth only: exclude it where the jar is packed, for instance from maven-shade-plugin"
                    .formatted(name(), className, packageName)));
  }

  private void services(List<String> problems) {
    if (jar.flavorClasses().isEmpty()) {
      problems.add(
          "%s lists no flavor: write the name of the flavor's class to %s"
              .formatted(name(), ProjectFlavors.SOURCE));
    }
    for (String flavorClass : jar.flavorClasses()) {
      if (!classNames.contains(flavorClass)) {
        problems.add(ProjectFlavors.missing(flavorClass, classNames));
      }
    }
  }

  /** The listed flavors whose classes exist. */
  List<String> flavorClasses() {
    return jar.flavorClasses().stream().distinct().filter(classNames::contains).toList();
  }

  /**
   * What breaks the contract's rules on classes.
   *
   * @param libraries the jars of the dependencies
   * @param explained whether problems are known already, which can be why a flavor does not load
   */
  List<String> contract(List<Path> libraries, boolean explained) {
    List<String> problems = new ArrayList<>();
    for (String flavorClass : flavorClasses()) {
      var subject = new Subject(flavorClass, path, libraries, Map.of(), Subject.REPOSITORY);
      ContractReport report = FlavorContract.verifyClasses(subject);
      report.broken().stream()
          .filter(it -> !(explained && it.rule().equals(LOADS_ALONE)))
          .forEach(it -> problems.add(problem(flavorClass, it.meaning(), it.problems())));
    }
    return problems;
  }

  private static String problem(String flavorClass, String rule, List<String> found) {
    return "%s breaks the rule \"%s\": %s".formatted(flavorClass, rule, String.join("; ", found));
  }

  private String name() {
    return String.valueOf(path.getFileName());
  }
}
