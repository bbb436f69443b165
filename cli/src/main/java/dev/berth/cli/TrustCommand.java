package dev.berth.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.Trust;
import dev.berth.TrustRequest;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Allows the project of the current folder what its store asks for. */
@Command(
    name = "trust",
    description =
        "Show what a project's store would run and where it would send your secrets, and allow it.")
final class TrustCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask for confirmation.")
  private boolean yes;

  TrustCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Trust trust = session.trust();
    List<TrustRequest> requests = trust.requests();
    Output output = session.output();
    String project = session.home().sourceRoot().toString();
    if (requests.isEmpty()) {
      output.info("there is nothing to allow in " + project);
    } else {
      show("the project " + project + " asks for this:");
    }
    for (TrustRequest request : requests) {
      show("  the %s '%s' %s".formatted(request.kind(), request.name(), request.effect()));
    }
    if (!requests.isEmpty() && !yes && !session.confirms("allow it", "--yes")) {
      throw new BerthException(ErrorCode.INVALID, "nothing was allowed: not confirmed");
    }
    trust.allow(requests);
    ObjectNode data = JsonResults.object().put("sourceRoot", project);
    ArrayNode allowed = data.putArray("allowed");
    for (TrustRequest request : requests) {
      allowed
          .addObject()
          .put("kind", request.kind())
          .put("name", request.name())
          .put("effect", request.effect());
    }
    output.result(data, List.of());
    return 0;
  }

  /** Printed with {@code --quiet} too, since the user answers it. */
  private void show(String line) {
    session.environment().err().println(Output.line(line));
  }
}
