package dev.berth.maven;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;

/**
 * What the goals need of a project.
 *
 * @param classes the folder of its classes, {@code target/classes}
 * @param classPath its compile class path, with that folder
 * @param artifacts its resolved dependencies
 */
record FlavorBuild(Path classes, List<Path> classPath, List<Artifact> artifacts) {
  private static final Set<String> RUNTIME = Set.of(Artifact.SCOPE_COMPILE, Artifact.SCOPE_RUNTIME);

  /** Whether it is only a parent or a list of modules, which can declare the plugin for others. */
  static boolean hasNoJar(MavenProject project) {
    return project.getPackaging().equals("pom");
  }

  static FlavorBuild of(MavenProject project) throws MojoExecutionException {
    try {
      return new FlavorBuild(
          Path.of(project.getBuild().getOutputDirectory()),
          project.getCompileClasspathElements().stream().map(Path::of).toList(),
          List.copyOf(project.getArtifacts()));
    } catch (DependencyResolutionRequiredException e) {
      throw new MojoExecutionException("the compile class path is not resolved: " + e, e);
    }
  }

  /** The dependencies that belong to the flavor when it runs. */
  List<Artifact> libraries() {
    return artifacts.stream().filter(FlavorBuild::isPacked).toList();
  }

  /** The files of {@link #libraries}. */
  List<Path> libraryFiles() {
    return libraries().stream().map(artifact -> artifact.getFile().toPath()).toList();
  }

  private static boolean isPacked(Artifact artifact) {
    return RUNTIME.contains(artifact.getScope())
        && artifact.getArtifactHandler().isAddedToClasspath()
        && artifact.getFile() != null;
  }

  /**
   * The project's jar.
   *
   * @throws MojoFailureException if it is not built yet
   */
  static Path jar(MavenProject project) throws MojoFailureException {
    return Optional.ofNullable(project.getArtifact())
        .map(Artifact::getFile)
        .map(File::toPath)
        .filter(Files::isRegularFile)
        .orElseThrow(
            () ->
                new MojoFailureException(
                    ("%s has no jar yet. This goal runs after maven-jar-plugin: run mvn package, use the"
                            + " packaging 'jar', and declare berth-maven-plugin below"
                            + " maven-jar-plugin in the POM.")
                        .formatted(project.getArtifactId())));
  }
}
