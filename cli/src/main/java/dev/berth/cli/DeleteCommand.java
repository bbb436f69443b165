package dev.berth.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes registered registries. */
@Command(
    name = "delete",
    description = "Delete registered container registries; the images in them stay.")
final class DeleteCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "The registries' names.")
  private List<String> names;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  DeleteCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Output output = cli.output();
    String list = String.join(", ", names);
    try (var registries = cli.registries()) {
      if (!yes && !confirmed(list)) {
        throw new BerthException(ErrorCode.INVALID, "nothing was deleted: the answer was no");
      }
      registries.delete(new LinkedHashSet<>(names));
      output.info("deleted " + list);
      ObjectNode data = JsonResults.object();
      names.forEach(data.putArray("deleted")::add);
      output.result(data, List.of());
    }
    return 0;
  }

  private boolean confirmed(String list) {
    Environment environment = cli.environment();
    if (!environment.inIsTerminal()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "there is no terminal to ask at whether to delete " + list,
          "give --yes");
    }
    environment.err().print("delete " + TerminalText.line(list) + "? [y/N] ");
    environment.err().flush();
    var answers = new Scanner(environment.in(), java.nio.charset.Charset.defaultCharset());
    return answers.hasNextLine()
        && answers.nextLine().strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
