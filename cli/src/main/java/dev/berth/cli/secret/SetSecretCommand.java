package dev.berth.cli.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.SecretInfo;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets values of a secret. */
@Command(
    name = "set",
    description = {
      "Set values of a secret; its other values are unchanged.",
      "Values are read from standard input, files or a prompt, never from the command line."
    },
    footer = "Without --password-stdin and --from-file, prompts for the password.")
final class SetSecretCommand implements Callable<Integer> {
  private static final int MAX_BYTES = 256 * 1024;
  private static final String PASSWORD = "password";

  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The secret's name.")
  private String name;

  @Option(names = "--username", paramLabel = "USER", description = "User name.")
  private @Nullable String username;

  @Option(
      names = "--password-stdin",
      description = "Read the password from standard input; one trailing newline is dropped.")
  private boolean passwordStdin;

  @Option(
      names = "--from-file",
      paramLabel = "KEY=FILE",
      description = "Read the value of a key from a file, or from standard input with KEY=-.")
  private List<String> fromFile = List.of();

  SetSecretCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Output output = session.output();
    var secrets = session.secrets();
    secrets.requireName(name);
    Map<String, String> values = values();
    SecretInfo secret = secrets.set(name, values);
    output.info("set %s of '%s'".formatted(String.join(", ", values.keySet()), secret.name()));
    output.result(JsonResults.secret(secret), List.of());
    return 0;
  }

  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    if (username != null) {
      values.put("username", username);
    }
    if (passwordStdin) {
      values.put(PASSWORD, text(session.environment().in(), "standard input"));
    }
    for (String each : fromFile) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw invalid("--from-file must be KEY=FILE");
      }
      String key = each.substring(0, equals);
      if (values.put(key, value(key, each.substring(equals + 1))) != null) {
        throw invalid("the value of '" + key + "' is given twice");
      }
    }
    if (!passwordStdin && fromFile.isEmpty()) {
      values.put(PASSWORD, prompted());
    }
    return values;
  }

  private String value(String key, String file) {
    if (file.equals("-")) {
      if (passwordStdin || fromFile.stream().filter(it -> it.endsWith("=-")).count() > 1) {
        throw invalid("standard input is already used, and cannot be the value of '" + key + "'");
      }
      return text(session.environment().in(), "standard input");
    }
    try {
      Path path = session.environment().current().resolve(file);
      if (!Files.isRegularFile(path)) {
        throw invalid(path + " does not exist or is not a regular file");
      }
      try (InputStream in = Files.newInputStream(path)) {
        return text(in, path.toString());
      }
    } catch (IOException | InvalidPathException e) {
      throw new BerthException(ErrorCode.INVALID, "%s cannot be read: %s".formatted(file, e), e);
    }
  }

  /** The text without one trailing newline. */
  private static String text(InputStream in, String what) {
    try {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw invalid(what + " is too long for a secret");
      }
      return UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes))
          .toString()
          .replaceFirst("\r?\n$", "");
    } catch (CharacterCodingException e) {
      throw invalid(what + " is not UTF-8 text");
    } catch (IOException e) {
      throw new BerthException(ErrorCode.INVALID, "%s cannot be read: %s".formatted(what, e), e);
    }
  }

  private String prompted() {
    return session
        .environment()
        .prompt("password: ")
        .orElseThrow(
            () ->
                new BerthException(
                    ErrorCode.INVALID,
                    "cannot prompt for the password: standard input is not a terminal",
                    "use --password-stdin, or --from-file KEY=FILE"));
  }

  private static BerthException invalid(String message) {
    return new BerthException(ErrorCode.INVALID, message);
  }
}
