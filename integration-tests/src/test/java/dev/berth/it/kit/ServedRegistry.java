package dev.berth.it.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command's embedded registry, which runs as a process. */
public final class ServedRegistry implements AutoCloseable {
  private static final long BOUND_SECONDS = 60;

  private final Process process;
  private final Registry registry;

  private final Path messages;

  private ServedRegistry(Process process, Registry registry, Path messages) {
    this.process = process;
    this.registry = registry;
    this.messages = messages;
  }

  /** Starts it, and waits until it says where it listens. */
  static ServedRegistry of(List<String> line, Map<String, String> environment, Path folder) {
    Path messages = folder.resolve("registry-stderr");
    var builder =
        new ProcessBuilder(line).directory(folder.toFile()).redirectError(messages.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      String host = out.readLine();
      if (host == null) {
        throw new IllegalStateException("the registry ended before it listened");
      }
      return new ServedRegistry(process, Registry.at(host), messages);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code localhost:port}. */
  public String host() {
    return registry.host();
  }

  /** A look at what it has. */
  public Registry registry() {
    return registry;
  }

  /** What it printed on standard error. */
  public String messages() {
    try {
      return Files.readString(messages);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it with a signal, for instance {@code TERM}, and gives its exit status. */
  public int end(String signal) {
    Commands.run("kill", "-" + signal, String.valueOf(process.pid()));
    try {
      if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the registry does not end on " + signal);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the registry", e);
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
