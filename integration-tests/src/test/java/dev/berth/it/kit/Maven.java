package dev.berth.it.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Maven with a local repository of its own, in which the library is installed, in front of the
 * user's, which stays as it is.
 */
public final class Maven {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String VERSION = System.getProperty("berth.version", "");
  // What "berth install-library" installs: the folders, and the ends of the artifacts' names.
  private static final Map<String, String> MODULES =
      Stream.concat(
              Stream.of("base", "push", "core", "local-registry", "contract", "maven-plugin"),
              Stream.of("testing", "testing-server", "archetype"))
          .collect(Collectors.toMap(it -> it, Maven::artifact));

  private final Path repository;

  /** Installs the library's artifacts of this build in a folder. */
  public Maven(Path folder) {
    this.repository = folder;
    install("parent", ROOT.resolve("pom.xml"), "pom");
    MODULES.forEach(
        (module, artifact) -> {
          install(artifact, ROOT.resolve(module).resolve("pom.xml"), "pom");
          String jar = "target/berth-%s-%s.jar".formatted(artifact, VERSION);
          install(artifact, ROOT.resolve(module).resolve(jar), "jar");
        });
  }

  private static String artifact(String module) {
    return module.equals("archetype") ? "flavor-archetype" : module;
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

  /** Runs goals in a folder, which must succeed. */
  public void succeeds(Path folder, String... goals) {
    Ended ended = run(folder, goals);
    assertEquals(0, ended.status(), ended::output);
  }

  /** Runs goals in a folder, which must fail, and gives what is printed. */
  public String fails(Path folder, String... goals) {
    Ended ended = run(folder, goals);
    assertNotEquals(0, ended.status(), ended::output);
    return ended.output();
  }

  private record Ended(int status, String output) {}

  private Ended run(Path folder, String... goals) {
    var line =
        new ArrayList<>(
            List.of(
                ROOT.resolve("mvnw").toString(),
                "-B",
                "-q",
                "-Dmaven.repo.local=" + repository,
                "-Dmaven.repo.local.tail=" + System.getProperty("maven.repository")));
    line.addAll(List.of(goals));
    try {
      var builder = new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
      // A short-lived JVM ends before the optimizing compiler has an effect.
      builder.environment().put("MAVEN_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Ended(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
