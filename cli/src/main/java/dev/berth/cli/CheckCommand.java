package dev.berth.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.CheckReport;
import dev.berth.CheckReport.Finding;
import dev.berth.push.PushListener;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at what must hold before a push. */
@Command(
    name = "check",
    description = "Look at everything that must hold before a push; change nothing.",
    footer = "Exits with 10 when a prerequisite is not met.")
final class CheckCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(
      paramLabel = "NAME|IMAGE",
      description = "A registered registry, or an image that is to be pushed.")
  private String target;

  @Option(
      names = "--registry",
      paramLabel = "NAME",
      description = "The registered registry, if not the most specific one that owns the image.")
  private @Nullable String registry;

  CheckCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Output output = cli.output();
    try (var registries = cli.registries()) {
      CheckReport report = registries.check(target, Optional.ofNullable(registry), storyOn(output));
      var table = new Table("STATUS", "CHECK", "MESSAGE");
      for (Finding finding : report.findings()) {
        table.row(finding.result().status().value(), finding.check(), finding.result().message());
        finding.result().remedy().ifPresent(remedy -> table.row("", "", "→ " + remedy));
      }
      output.result(shape(report), table.lines());
      if (report.findings().isEmpty()) {
        output.info("the flavor has nothing to check");
      }
      report
          .failure()
          .ifPresent(
              failure -> {
                throw failure;
              });
    }
    return 0;
  }

  private static PushListener storyOn(Output output) {
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
    for (Finding finding : report.findings()) {
      ObjectNode check =
          checks
              .addObject()
              .put("name", finding.check())
              .put("status", finding.result().status().value())
              .put("message", finding.result().message());
      finding.result().remedy().ifPresent(remedy -> check.put("remedy", remedy));
    }
    return shape;
  }
}
