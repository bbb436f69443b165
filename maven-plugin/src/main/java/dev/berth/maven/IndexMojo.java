package dev.berth.maven;

import dev.berth.flavor.LoadedFlavor;
import dev.berth.spi.BerthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;

/**
 * Writes {@code META-INF/berth/flavors.json}, the names and properties of the project's flavors, so
 * that they can be listed without their code.
 */
@Mojo(
    name = "index",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.COMPILE,
    threadSafe = true)
public final class IndexMojo extends AbstractMojo {
  /** The project. */
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  /** Writes no index. */
  @Parameter(property = "berth.index.skip", defaultValue = "false")
  boolean skip;

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip || FlavorBuild.hasNoJar(project)) {
      return;
    }
    FlavorBuild build = FlavorBuild.of(project);
    Path index = build.classes().resolve(FlavorIndex.ENTRY);
    try (var flavors = new ProjectFlavors(build)) {
      List<LoadedFlavor> loaded = flavors.load();
      if (loaded.isEmpty()) {
        getLog().warn("there is no flavor to index: list its class in " + ProjectFlavors.SOURCE);
        Files.deleteIfExists(index);
      } else {
        write(index, FlavorIndex.text(loaded));
      }
    } catch (BerthException e) {
      throw new MojoFailureException(Problems.words(e), e);
    } catch (IOException e) {
      throw new MojoExecutionException("the index %s cannot be written: %s".formatted(index, e), e);
    }
  }

  /** The same index keeps its time, so that the jar is not packed again. */
  private static void write(Path index, String text) throws IOException {
    if (!Files.exists(index) || !Files.readString(index).equals(text)) {
      Files.createDirectories(index.getParent());
      Files.writeString(index, text);
    }
  }
}
