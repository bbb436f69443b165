package dev.berth.it.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands of the system's that tests need. */
final class Commands {
  private static final long BOUND_SECONDS = 120;

  private Commands() {}

  /** Runs a command that must succeed, and gives what it prints without the last line end. */
  static String run(String... line) {
    Process process = start(line);
    try {
      process.getOutputStream().close();
      String output = read(process.getInputStream());
      String problem = read(process.getErrorStream());
      if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", line) + " failed: " + problem);
      }
      return output.stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(List.of(line) + " was interrupted", e);
    }
  }

  private static String read(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), UTF_8);
  }

  /** Starts a command. */
  static Process start(String... line) {
    try {
      var builder = new ProcessBuilder(line);
      // The builder that needs no plugin.
      builder.environment().put("DOCKER_BUILDKIT", "0");
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
