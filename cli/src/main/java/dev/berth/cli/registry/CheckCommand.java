package dev.berth.cli.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.check.CheckOutcome;
import dev.berth.check.CheckReport;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.cli.session.Table;
import dev.berth.push.PushListener;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks the prerequisites of a push. */
@Command(
    name = "check",
    description = "Check the prerequisites of a push, without changing anything.",
    footer =
        "Exits with 10 when a prerequisite is not met, and with 8 when the registry gave no answer.")
final class CheckCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "NAME|IMAGE",
      description = "A registered registry, or the image to be pushed.")
  private String target;

  @Option(
      names = "--registry",
      paramLabel = "NAME",
      description =
          "Registry to check IMAGE with. Default: the registered registry whose URI is the longest match.")
  private @Nullable String registry;

  @Option(names = "--strict", description = "Also fail when a result is 'warn' or 'unknown'.")
  private boolean strict;

  @Mixin private TimeLimit limit;

  CheckCommand(Session session) {
    this.session = session;
    this.limit = new TimeLimit();
  }

  @Override
  public Integer call() {
    Output output = session.output();
    try (var registries = session.registries()) {
      CheckReport report =
          limit.run(
              registries,
              () -> registries.check(target, Optional.ofNullable(registry), listener(output)));
      var table = new Table("STATUS", "CHECK", "MESSAGE");
      for (CheckOutcome outcome : report.outcomes()) {
        table.row(outcome.result().status().value(), outcome.check(), outcome.result().message());
        outcome.result().remedy().ifPresent(remedy -> table.row("", "", "→ " + remedy));
      }
      output.result(shape(report), table);
      if (report.outcomes().isEmpty()) {
        output.info("there are no checks");
      }
      report
          .verdict(strict)
          .ifPresent(
              failure -> {
                throw failure;
              });
    }
    return 0;
  }

  private static PushListener listener(Output output) {
    return new PushListener() {
      @Override
      public void warning(String message) {
        output.warning(message);
      }

      @Override
      public void debug(String message) {
        output.info(message);
      }
    };
  }

  private static ObjectNode shape(CheckReport report) {
    ObjectNode shape =
        JsonResults.object()
            .put("registry", report.registry())
            .put("status", report.status().value());
    ArrayNode checks = shape.putArray("checks");
    for (CheckOutcome outcome : report.outcomes()) {
      ObjectNode check =
          checks
              .addObject()
              .put("name", outcome.check())
              .put("status", outcome.result().status().value())
              .put("message", outcome.result().message());
      outcome.result().remedy().ifPresent(remedy -> check.put("remedy", remedy));
    }
    return shape;
  }
}
