package dev.berth.it.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A run of the command that may not have ended yet. */
public final class Started {
  // Far more than any command takes, even with 64 of them at once.
  private static final long BOUND_SECONDS = 120;

  private final List<String> arguments;
  private final Process process;
  private final Path out;
  private final Path err;

  private Started(List<String> arguments, Process process, Path out, Path err) {
    this.arguments = arguments;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static Started of(
      List<String> line,
      List<String> arguments,
      Path current,
      Map<String, String> environment,
      Path folder,
      String input) {
    try {
      Path out = Files.createTempFile(folder, "stdout", "");
      Path err = Files.createTempFile(folder, "stderr", "");
      var builder =
          new ProcessBuilder(line)
              .directory(current.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(UTF_8));
      }
      return new Started(arguments, process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end, which must have this status, and checks what holds after every run. */
  public Run ends(int status) {
    await();
    return new Run(arguments, process.exitValue(), read(out), read(err)).ended(status);
  }

  private void await() {
    try {
      if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        fail("still running after %d s: berth %s".formatted(BOUND_SECONDS, arguments));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IllegalStateException("interrupted while waiting for berth", e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until standard output has a text. */
  public void awaitOutput(String text) throws IOException, InterruptedException {
    try (WatchService changes = out.getFileSystem().newWatchService()) {
      Objects.requireNonNull(out.getParent())
          .register(changes, StandardWatchEventKinds.ENTRY_MODIFY);
      while (!read(out).contains(text)) {
        WatchKey change = changes.poll(BOUND_SECONDS, TimeUnit.SECONDS);
        if (change == null) {
          fail("no '%s' in the output of berth %s: %s".formatted(text, arguments, read(out)));
        }
        change.pollEvents();
        change.reset();
      }
    }
  }

  /** Sends a signal by its name, for instance {@code TERM}. */
  public void signal(String name) {
    Commands.run("kill", "-" + name, String.valueOf(process.pid()));
  }

  /** Ends the process at once, whatever it does. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /** Waits for the end, and gives the status. */
  public int status() {
    await();
    return process.exitValue();
  }

  /** Has something done when the process has ended, in another thread. */
  public void onExit(Runnable action) {
    var unused = process.onExit().thenRun(action);
  }
}
