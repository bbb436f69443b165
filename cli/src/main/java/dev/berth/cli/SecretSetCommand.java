package dev.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.SecretInfo;
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
      "Set values of a secret; its others stay.",
      "Values come from standard input, from files, or from a prompt: never from the command line."
    },
    footer = "Without --password-stdin and --from-file, the password is asked for.")
final class SecretSetCommand implements Callable<Integer> {
  private static final int MAX_BYTES = 256 * 1024;
  private static final String PASSWORD = "password";

  private final Cli cli;

  @Parameters(paramLabel = "NAME", description = "The secret's name.")
  private String name;

  @Option(names = "--username", paramLabel = "USER", description = "The user name to log in with.")
  private @Nullable String username;

  @Option(
      names = "--password-stdin",
      description = "Take the password from standard input, up to a line's end at its end.")
  private boolean passwordStdin;

  @Option(
      names = "--from-file",
      paramLabel = "KEY=FILE",
      description = "Take the value of a key from a file, or from standard input: KEY=-.")
  private List<String> fromFile = List.of();

  SecretSetCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Output output = cli.output();
    var secrets = cli.secrets();
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
      values.put(PASSWORD, text(cli.environment().in(), "standard input"));
    }
    for (String each : fromFile) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw invalid("--from-file is KEY=FILE, which one is not");
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
        throw invalid("standard input can be one value only, not '" + key + "' too");
      }
      return text(cli.environment().in(), "standard input");
    }
    try {
      Path path = cli.environment().current().resolve(file);
      if (!Files.isRegularFile(path)) {
        throw invalid(path + " is not there, or is no regular file");
      }
      try (InputStream in = Files.newInputStream(path)) {
        return text(in, path.toString());
      }
    } catch (IOException | InvalidPathException e) {
      throw new BerthException(ErrorCode.INVALID, "%s cannot be read: %s".formatted(file, e), e);
    }
  }

  /** All of it, but for one end of a line at its end, which editors and echo add. */
  private static String text(InputStream in, String what) {
    try {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw invalid(what + " is longer than any secret");
      }
      return UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes))
          .toString()
          .replaceFirst("\r?\n$", "");
    } catch (CharacterCodingException e) {
      throw invalid(what + " is no text in UTF-8");
    } catch (IOException e) {
      throw new BerthException(ErrorCode.INVALID, "%s cannot be read: %s".formatted(what, e), e);
    }
  }

  private String prompted() {
    return cli.environment()
        .prompt("password: ")
        .orElseThrow(
            () ->
                new BerthException(
                    ErrorCode.INVALID,
                    "there is no terminal to ask for the password at",
                    "give --password-stdin, or --from-file KEY=FILE"));
  }

  private static BerthException invalid(String message) {
    return new BerthException(ErrorCode.INVALID, message);
  }
}
