package dev.berth.cli;

import dev.berth.cli.session.CommandGroup;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * The commands that a command line can name.
 *
 * @see "docs/decisions/0026-commands-on-demand.md"
 */
final class CommandTree {
  private static final Set<String> NEEDS_ALL = Set.of("--help", "help");

  /** Options of one letter can be given together, as in {@code -qh}. */
  private static final Pattern HELP_AMONG_OTHERS = Pattern.compile("-[a-zA-Z]*h[a-zA-Z]*");

  private final IFactory factory;
  private final @Nullable List<String> arguments;

  private CommandTree(IFactory factory, @Nullable List<String> arguments) {
    this.factory = factory;
    this.arguments = arguments;
  }

  /** Whether an argument asks for what all commands are needed for. */
  static boolean isNeeded(List<String> arguments) {
    return arguments.stream()
        .takeWhile(it -> !it.equals("--"))
        .anyMatch(it -> NEEDS_ALL.contains(it) || HELP_AMONG_OTHERS.matcher(it).matches());
  }

  /** All commands. */
  static CommandLine all(CommandGroup root, IFactory factory) {
    return new CommandTree(factory, null).commandLine(root);
  }

  /** Every command that one of the arguments names; for these arguments the same as all. */
  static CommandLine named(CommandGroup root, IFactory factory, List<String> arguments) {
    return new CommandTree(factory, arguments).commandLine(root);
  }

  private CommandLine commandLine(CommandGroup root) {
    var commandLine = new CommandLine(root, factory);
    addTo(commandLine, root);
    return commandLine;
  }

  private void addTo(CommandLine parent, CommandGroup group) {
    Set<Class<?>> commands = new LinkedHashSet<>();
    for (String name : arguments == null ? group.names() : arguments) {
      Class<?> command = group.command(name);
      if (command != null) {
        commands.add(command);
      }
    }
    for (Class<?> command : commands) {
      var child = new CommandLine(command, factory);
      parent.addSubcommand(child);
      child
          .getCommandSpec()
          .versionProvider(parent.getCommandSpec().versionProvider())
          .mixinStandardHelpOptions(true);
      if (child.getCommand() instanceof CommandGroup deeper) {
        addTo(child, deeper);
      }
    }
  }
}
