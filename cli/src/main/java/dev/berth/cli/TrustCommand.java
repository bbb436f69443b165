package dev.berth.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.trust.Trust;
import dev.berth.trust.TrustRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets the project of the current folder do what its store asks for. */
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

  @Option(names = "--revoke", description = "Forget what was allowed.")
  private boolean revoke;

  TrustCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Trust trust = session.trust();
    if (trust.isGiven()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "the store %s needs no consent: it is your own, or you named it, or BERTH_TRUST is true"
              .formatted(session.home().store()));
    }
    List<TrustRequest> requests = revoke ? trust.revoke() : trust.requests();
    String project = session.home().sourceRoot().toString();
    report(requests, project);
    if (!revoke && !requests.isEmpty()) {
      if (!yes && !session.confirms("allow it", "--yes")) {
        throw new BerthException(ErrorCode.INVALID, "nothing was allowed: not confirmed");
      }
      trust.allow(requests);
    }
    session.output().result(json(requests, project), List.of());
    return 0;
  }

  private void report(List<TrustRequest> requests, String project) {
    if (revoke) {
      session.output().info("nothing of " + project + " is allowed any more");
      return;
    }
    if (requests.isEmpty()) {
      session.output().info("there is nothing to allow in " + project);
      return;
    }
    show("the project " + project + " asks for this:");
    for (TrustRequest request : requests) {
      show("  the %s '%s' %s".formatted(request.kind(), request.name(), request.effect()));
    }
  }

  private ObjectNode json(List<TrustRequest> requests, String project) {
    ObjectNode data = JsonResults.object().put("sourceRoot", project);
    ArrayNode list = data.putArray(revoke ? "revoked" : "allowed");
    for (TrustRequest request : requests) {
      list.addObject()
          .put("kind", request.kind())
          .put("name", request.name())
          .put("effect", request.effect());
    }
    return data;
  }

  /** Printed with {@code --quiet} too, since the user answers it. */
  private void show(String line) {
    session.environment().err().println(Output.line(line));
  }
}
