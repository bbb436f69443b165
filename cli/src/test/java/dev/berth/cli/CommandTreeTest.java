package dev.berth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.cli.session.CommandGroup;
import dev.berth.cli.session.Environment;
import dev.berth.cli.session.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CommandTreeTest {
  private final CommandFactory factory =
      new CommandFactory(
          new Session(
              Environment.ofProcess(),
              () -> {
                throw new IllegalStateException("nothing is parsed");
              }));
  private final CommandGroup root = new BerthCommand(Environment.ofProcess());

  @Test
  void aGroupNamesItsCommandsAsTheirAnnotationsDo() {
    List<CommandLine> groups = new ArrayList<>();
    collect(CommandTree.all(root, factory), groups);

    assertTrue(groups.size() >= 5, groups::toString);
    for (CommandLine group : groups) {
      CommandGroup named = group.getCommand();
      for (String name : named.names()) {
        Class<?> command = Objects.requireNonNull(named.command(name));
        Command annotation = command.getAnnotation(Command.class);
        assertEquals(name, annotation.name());
        for (String alias : annotation.aliases()) {
          assertEquals(command, named.command(alias), alias);
        }
      }
    }
  }

  private static void collect(CommandLine command, List<CommandLine> groups) {
    if (command.getCommand() instanceof CommandGroup) {
      groups.add(command);
    }
    // An alias is a key of its own.
    Set.copyOf(command.getSubcommands().values()).forEach(each -> collect(each, groups));
  }

  @Test
  void onlyTheNamedCommandsAreBuilt() {
    CommandLine lean = CommandTree.named(root, factory, List.of("cr", "--home", "push", "list"));

    assertEquals(Set.of("container-registry", "cr", "push"), lean.getSubcommands().keySet());
    CommandLine registries = Objects.requireNonNull(lean.getSubcommands().get("cr"));
    assertEquals(Set.of("list"), registries.getSubcommands().keySet());
  }

  @Test
  void theHelpNeedsAllCommands() {
    for (String help : List.of("-h", "-qh", "--help", "help")) {
      assertTrue(CommandTree.isNeeded(List.of("cr", help)), help);
    }
    assertFalse(CommandTree.isNeeded(List.of("cr", "list", "-q", "-o", "json", "--home", "/h")));
  }

  @Test
  void aLineIsParsedAsWithAllCommands() {
    for (String line :
        List.of(
            "cr list",
            "container-registry --home push list",
            "cr flavor describe register",
            "push registry/list:1 --registry secret",
            "cr register list --flavor push --uri localhost:5000")) {
      String[] arguments = line.split(" ", -1);

      assertEquals(
          path(CommandTree.all(root, factory), arguments),
          path(CommandTree.named(root, factory, Arrays.asList(arguments)), arguments),
          line);
    }
  }

  private static List<String> path(CommandLine command, String... arguments) {
    return command.parseArgs(arguments).asCommandLineList().stream()
        .map(each -> each.getCommandSpec().qualifiedName())
        .toList();
  }
}
