package dev.berth.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Maven with a local repository of its own, in which the library is installed, in front of the
 * user's, which stays as it is.
 */
public final class Maven {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String VERSION = System.getProperty("berth.version", "");
  // What "berth install-library" installs.
  private static final List<String> MODULES =
      List.of("base", "push", "core", "local-registry", "contract", "testing", "testing-server");

  private final Path repository;

  /** Installs the library's artifacts of this build in a folder. */
  public Maven(Path folder) {
    this.repository = folder;
    install("parent", ROOT.resolve("pom.xml"), "pom");
    for (String module : MODULES) {
      install(module, ROOT.resolve(module).resolve("pom.xml"), "pom");
      String jar = "target/berth-%s-%s.jar".formatted(module, VERSION);
      install(module, ROOT.resolve(module).resolve(jar), "jar");
    }
  }

  private void install(String module, Path file, String extension) {
    Path folder = repository.resolve("dev/berth/berth-" + module).resolve(VERSION);
    try {
      Files.createDirectories(folder);
      Files.copy(file, folder.resolve("berth-%s-%s.%s".formatted(module, VERSION, extension)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Builds, tests and packs a project. */
  public void buildAndTest(Path project) {
    Commands.run(
        ROOT.resolve("mvnw").toString(),
        "-q",
        "-Dmaven.repo.local=" + repository,
        "-Dmaven.repo.local.tail=" + System.getProperty("maven.repository"),
        "-f",
        project.resolve("pom.xml").toString(),
        "package");
  }
}
