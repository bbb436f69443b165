package dev.berth.cli.completion;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.cli.session.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the script that completes command lines in a shell. */
@Command(
    name = "generate-completion",
    description = "Print the completion script of a shell, for instance for source <(…).")
public final class GenerateCompletionCommand implements Callable<Integer> {
  /** A shell and the file with its script. */
  enum Shell {
    BASH("berth.bash"),
    ZSH("_berth"),
    FISH("berth.fish");

    private final String file;

    Shell(String file) {
      this.file = file;
    }

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final Session session;

  @Parameters(
      paramLabel = "SHELL",
      arity = "0..1",
      defaultValue = "bash",
      description = "The shell: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Shell shell;

  GenerateCompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (InputStream script =
        Objects.requireNonNull(getClass().getResourceAsStream(shell.file), shell.file)) {
      session.environment().out().print(new String(script.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return 0;
  }
}
