package dev.berth.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.reference.PlainText;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A credential helper, {@code docker-credential-NAME}, with the protocol of
 * docker-credential-helpers: an action as its argument, text on standard input, JSON on standard
 * output. Its standard output is never printed.
 */
final class CredentialHelper {
  private static final Pattern NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]+");
  private static final String SECRETS = "BERTH_SECRET_";
  private static final Duration STANDARD_LIMIT = Duration.ofSeconds(30);
  private static final int MAX_BYTES = 1 << 20;
  // Processes that it started can keep its output open after its end.
  private static final long REST_MILLIS = 1000;
  // The messages of the protocol for missing credentials, on standard output.
  private static final Pattern NOT_FOUND =
      Pattern.compile("credentials not found|no credentials", Pattern.CASE_INSENSITIVE);

  private final String name;
  private final Path program;
  private final Map<String, String> environment;

  private CredentialHelper(String name, Path program, Map<String, String> environment) {
    this.name = name;
    this.program = program;
    this.environment = environment;
  }

  /**
   * Finds a helper on the {@code PATH}; empty if it is not installed.
   *
   * @throws BerthException {@link ErrorCode#CREDENTIALS} when the name is invalid
   */
  static Optional<CredentialHelper> find(String name, Map<String, String> environment) {
    if (!NAME.matcher(name).matches()) {
      throw new BerthException(
          ErrorCode.CREDENTIALS,
          "Docker's configuration has an invalid name of a credential helper: '" + name + "'",
          "a name has no '/', '\\' and no control characters");
    }
    String file = "docker-credential-" + name;
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .flatMap(CredentialHelper::folder)
        .flatMap(folder -> Stream.of(folder.resolve(file), folder.resolve(file + ".exe")))
        .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
        .findFirst()
        .map(program -> new CredentialHelper(name, program, environment));
  }

  /**
   * Relative folders of the PATH are ignored: the current folder must not determine the program.
   */
  private static Stream<Path> folder(String text) {
    try {
      return Stream.of(Path.of(text)).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Stream.of();
    }
  }

  String name() {
    return name;
  }

  /** The credentials for a server; empty if it has none. */
  Optional<Credentials> get(String server) {
    Output output = run("get", requireOneLine(server) + "\n");
    if (output.status() != 0) {
      if (NOT_FOUND.matcher(output.out()).find()) {
        return Optional.empty();
      }
      throw failed("exited with status %d%s".formatted(output.status(), output.words()));
    }
    JsonNode answer = json(output);
    String secret = answer.path("Secret").asText("");
    return secret.isEmpty()
        ? Optional.empty()
        : Optional.of(Credentials.basic(answer.path("Username").asText(""), secret));
  }

  /** Stores a secret. */
  void store(String server, String username, String secret) {
    String input =
        new ObjectMapper()
            .createObjectNode()
            .put("ServerURL", server)
            .put("Username", username)
            .put("Secret", secret)
            .toString();
    Output output = run("store", input);
    if (output.status() != 0) {
      throw failed("exited with status %d%s".formatted(output.status(), output.words()));
    }
  }

  /** A line break would add a second request to the protocol. */
  private static String requireOneLine(String server) {
    if (server.chars().anyMatch(Character::isISOControl)) {
      throw new BerthException(ErrorCode.CREDENTIALS, "a server's name has a control character");
    }
    return server;
  }

  private JsonNode json(Output output) {
    try {
      return new ObjectMapper().readTree(output.out());
    } catch (IOException e) {
      throw failed("did not print JSON");
    }
  }

  private BerthException failed(String why) {
    return new BerthException(
        ErrorCode.CREDENTIALS,
        "the credential helper %s %s".formatted(program.getFileName(), why),
        "try it: echo SERVER | docker-credential-" + name + " get");
  }

  /** The result of a run. Its standard output may contain a secret. */
  private record Output(int status, String out, String err) {
    String words() {
      String words = PlainText.excerpt(err);
      return words.isEmpty() ? "" : ": " + words;
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  private Output run(String action, String input) {
    Duration limit = limit();
    Process process = start(action);
    long end = System.nanoTime() + limit.toNanos();
    Thread atExit = new Thread(() -> kill(process), "berth-at-exit-helper");
    try {
      Runtime.getRuntime().addShutdownHook(atExit);
      FutureTask<byte[]> out = reader(process.getInputStream());
      FutureTask<byte[]> err = reader(process.getErrorStream());
      write(process, input);
      if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw failed("did not end within %d s".formatted(limit.toSeconds()));
      }
      return new Output(process.exitValue(), text(out), text(err));
    } catch (IllegalStateException e) {
      throw new BerthException(ErrorCode.TRANSIENT, "the program is ending", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BerthException(
          ErrorCode.TRANSIENT, "interrupted while waiting for " + program.getFileName(), e);
    } finally {
      kill(process);
      forget(atExit);
    }
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending, and kills the helper.
      return;
    }
  }

  private Duration limit() {
    String seconds = environment.getOrDefault("BERTH_CREDENTIAL_HELPER_TIMEOUT", "");
    if (seconds.isEmpty()) {
      return STANDARD_LIMIT;
    }
    if (!seconds.matches("[1-9]\\d{0,3}")) {
      throw new BerthException(
          ErrorCode.INVALID,
          "BERTH_CREDENTIAL_HELPER_TIMEOUT must be a number of seconds from 1 to 9999, not '%s'"
              .formatted(seconds));
    }
    return Duration.ofSeconds(Long.parseLong(seconds));
  }

  private Process start(String action) {
    var builder = new ProcessBuilder(program.toString(), action);
    builder.environment().clear();
    environment.forEach(
        (variable, value) -> {
          if (!variable.startsWith(SECRETS)) {
            builder.environment().put(variable, value);
          }
        });
    try {
      return builder.start();
    } catch (IOException e) {
      throw failed("cannot be run: " + e.getMessage());
    }
  }

  private static void write(Process process, String input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    } catch (IOException e) {
      // It does not read its input, and reports the reason itself.
      return;
    }
  }

  private static FutureTask<byte[]> reader(InputStream stream) {
    var task =
        new FutureTask<>(
            () -> {
              byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
              // A process blocks when its output is not read.
              stream.transferTo(OutputStream.nullOutputStream());
              return bytes;
            });
    var thread = new Thread(task, "berth-credential-helper");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private String text(FutureTask<byte[]> read) throws InterruptedException {
    try {
      byte[] bytes = read.get(REST_MILLIS, TimeUnit.MILLISECONDS);
      if (bytes.length > MAX_BYTES) {
        throw failed("printed more than 1 MiB");
      }
      return new String(bytes, UTF_8);
    } catch (TimeoutException e) {
      throw failed("left a process running that keeps its output open");
    } catch (java.util.concurrent.ExecutionException e) {
      throw failed("has unreadable output");
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
