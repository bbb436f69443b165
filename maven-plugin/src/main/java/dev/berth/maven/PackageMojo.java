package dev.berth.maven;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * Packs {@code target/NAME-flavor.zip}: a folder {@code NAME} with the project's jar and those of
 * its dependencies, to be unpacked in a folder {@code flavors}. It is attached with the type {@code
 * zip} and the classifier {@code flavor}. {@code NAME} is the flavor's name, or the artifact's
 * identifier if there are several flavors.
 */
@Mojo(
    name = "package",
    defaultPhase = LifecyclePhase.PACKAGE,
    requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
    threadSafe = true)
public final class PackageMojo extends AbstractMojo {
  private final MavenProjectHelper attachments;

  /** The project. */
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  /** Packs nothing. */
  @Parameter(property = "berth.package.skip", defaultValue = "false")
  boolean skip;

  /**
   * The time of all entries, for a build that can be repeated: a date with time, such as {@code
   * 2026-01-01T00:00:00Z}, or seconds since 1970. Without it, entries have the time of their file.
   */
  @Parameter(defaultValue = "${project.build.outputTimestamp}")
  @Nullable String outputTimestamp;

  /** Created by Maven. */
  @Inject
  public PackageMojo(MavenProjectHelper attachments) {
    this.attachments = attachments;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip || FlavorBuild.hasNoJar(project)) {
      return;
    }
    FlavorBuild build = FlavorBuild.of(project);
    Path jar = FlavorBuild.jar(project);
    String name = name(build);
    var archive = new FlavorArchive(name, OutputTime.parse(outputTimestamp));
    archive.add(jar.getFileName().toString(), jar);
    archive.addAll(build.libraries());
    Path zip = Path.of(project.getBuild().getDirectory()).resolve(name + "-flavor.zip");
    try {
      archive.write(zip);
    } catch (IOException e) {
      throw new MojoExecutionException("%s cannot be written: %s".formatted(zip, e), e);
    }
    getLog().info("packed " + zip);
    attachments.attachArtifact(project, "zip", "flavor", zip.toFile());
  }

  private String name(FlavorBuild build) throws MojoFailureException {
    try (var flavors = new ProjectFlavors(build)) {
      List<String> names = flavors.load().stream().map(flavor -> flavor.name()).toList();
      return names.size() == 1 ? names.get(0) : project.getArtifactId();
    }
  }
}
