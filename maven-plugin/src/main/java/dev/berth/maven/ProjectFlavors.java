package dev.berth.maven;

import dev.berth.flavor.FlavorFinder;
import dev.berth.flavor.FlavorJar;
import dev.berth.flavor.LoadedFlavor;
import dev.berth.spi.BerthException;
import dev.berth.text.Suggestions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;

/** The flavors that the services file of a project lists. */
final class ProjectFlavors implements AutoCloseable {
  /** Where an author writes the services file. */
  static final String SOURCE = "src/main/resources/" + FlavorJar.SERVICES;

  private final FlavorBuild build;
  private final FlavorFinder finder = FlavorFinder.ofClasses(ProjectFlavors.class.getClassLoader());

  ProjectFlavors(FlavorBuild build) {
    this.build = build;
  }

  /** The listed classes, each once; empty if there is no services file. */
  List<String> classNames() {
    Path services = build.classes().resolve(FlavorJar.SERVICES);
    try {
      return Files.exists(services)
          ? FlavorJar.listed(Files.readString(services)).stream().distinct().toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + services, e);
    }
  }

  /**
   * Loads the flavors with the compile class path, in the order of the services file.
   *
   * @throws MojoFailureException with every flavor that cannot be loaded
   */
  List<LoadedFlavor> load() throws MojoFailureException {
    List<LoadedFlavor> flavors = new ArrayList<>();
    var problems = new Problems();
    for (String className : classNames()) {
      if (!Files.isRegularFile(build.classes().resolve(entry(className)))) {
        problems.add(missing(className, JarEntries.classNames(build.classes())));
      } else {
        try {
          flavors.add(finder.load(className, build.classes().resolve("none"), build.classPath()));
        } catch (BerthException e) {
          problems.add(Problems.words(e));
        }
      }
    }
    problems.failIfAny("the flavors of " + SOURCE + " cannot be loaded");
    return flavors;
  }

  static String entry(String className) {
    return className.replace('.', '/') + ".class";
  }

  /** The problem of a listed class that does not exist. */
  static String missing(String className, List<String> existing) {
    return "%s lists %s, which is not in the project%s; correct the line, or delete it"
        .formatted(
            SOURCE,
            className,
            Suggestions.didYouMean(className, existing).map(it -> " (" + it + ")").orElse(""));
  }

  /** Closes the class loaders of the flavors. */
  @Override
  public void close() {
    finder.close();
  }
}
