package dev.berth.cli.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A command that only has other commands. They are named in code and not by an annotation, so that
 * a short command loads and describes no others.
 *
 * @see "docs/decisions/0026-commands-on-demand.md"
 */
@Command
public abstract class CommandGroup implements Runnable {
  @Spec private CommandSpec spec;

  /** The names of its commands, in the order of the help. */
  public abstract List<String> names();

  /** The class of the command with this name or alias; null if there is none. */
  public abstract @Nullable Class<?> command(String name);

  @Override
  public final void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
