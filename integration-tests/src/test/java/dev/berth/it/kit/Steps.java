package dev.berth.it.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Shell steps of a CI, which find the command on the path. Immutable. */
public final class Steps {
  private static final List<String> INHERITED = List.of("JAVA_HOME", "LC_ALL");

  private final Path folder;
  private final Map<String, String> environment;

  private Steps(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** Steps in a folder, which is the home folder too. */
  public static Steps in(Path folder) {
    var environment = new TreeMap<String, String>();
    INHERITED.stream()
        .filter(System.getenv()::containsKey)
        .forEach(name -> environment.put(name, System.getenv(name)));
    Path bin = Distribution.folder().resolve("bin");
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    environment.put("HOME", folder.toString());
    environment.put("CI", "true");
    return new Steps(folder, environment);
  }

  /** The same with another variable. */
  public Steps with(String variable, String value) {
    var changed = new TreeMap<>(environment);
    changed.put(variable, value);
    return new Steps(folder, changed);
  }

  /** Writes a layout as an OCI archive, which an earlier step has built. */
  public Steps withArchive(Path layout, String name) {
    String archive = folder.resolve(name).toString();
    Commands.run("tar", "-cf", archive, "-C", layout.toString(), ".");
    return this;
  }

  /** Runs a script that must succeed, and gives what it prints. */
  public String run(String shell, String script) {
    assertEquals(0, status(shell, script), this::output);
    return output();
  }

  /** Runs a script with a shell that ends when a command fails, and gives the exit status. */
  public int status(String shell, String script) {
    var builder =
        new ProcessBuilder(shell, "-e", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("printed").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while steps run", e);
    }
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("printed")).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
