package dev.berth.cli.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes registered registries. */
@Command(
    name = "delete",
    description = "Delete registered container registries. Their images are not deleted.")
final class DeleteCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "The registries' names.")
  private List<String> names;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask for confirmation.")
  private boolean yes;

  DeleteCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Output output = session.output();
    String list = String.join(", ", names);
    try (var registries = session.registries()) {
      if (!yes && !session.confirms("delete " + list, "--yes")) {
        throw new BerthException(ErrorCode.INVALID, "nothing was deleted: not confirmed");
      }
      registries.delete(new LinkedHashSet<>(names));
      output.info("deleted " + list);
      ObjectNode data = JsonResults.object();
      names.forEach(data.putArray("deleted")::add);
      output.result(data, List.of());
    }
    return 0;
  }
}
