package dev.berth.maven;

import dev.berth.spi.BerthException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;

/**
 * Fails if Berth could not use the project's jar as a flavor, or only on some machines: a copy of
 * Berth's classes, a library in the signatures of the flavor or its configuration, a wrong manifest
 * or services file. All problems are reported at once.
 */
@Mojo(
    name = "check",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
    threadSafe = true)
public final class CheckMojo extends AbstractMojo {
  /** The project. */
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  /** Checks nothing. */
  @Parameter(property = "berth.check.skip", defaultValue = "false")
  boolean skip;

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip || FlavorBuild.hasNoJar(project)) {
      return;
    }
    FlavorBuild build = FlavorBuild.of(project);
    Path jar = FlavorBuild.jar(project);
    try {
      problems(build, jar).failIfAny(jar.getFileName() + " is no sound flavor");
    } catch (BerthException e) {
      throw new MojoFailureException(Problems.words(e), e);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    }
  }

  private static Problems problems(FlavorBuild build, Path jar) {
    var problems = new Problems();
    problems.addAll(DependencyRules.problems(build.libraries()));
    var rules = new JarRules(jar);
    problems.addAll(rules.problems());
    var signatures = new SignatureRules(build.classes());
    rules.flavorClasses().forEach(it -> problems.addAll(signatures.problems(it)));
    problems.addAll(rules.contract(build.libraryFiles(), !problems.isEmpty()));
    return problems;
  }
}
