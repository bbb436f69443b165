package dev.berth.cli.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.PushedImage;
import dev.berth.TargetResult;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reports a push to several targets to the user.
 *
 * @param report tells of one push
 * @param results the result of each target
 */
record TargetReport(PushReport report, List<TargetResult> results) {
  /** The pushes that succeeded. */
  static List<PushedImage> pushed(List<TargetResult> results) {
    return results.stream().flatMap(it -> it.pushed().stream()).toList();
  }

  /** Prints the results, in the order of the targets. */
  void tell(Output output) {
    for (TargetResult result : results) {
      result.pushed().ifPresent(it -> report.tell(output, it));
      result
          .failure()
          .ifPresent(
              it -> {
                output.warning(result.target() + " failed: " + it.getMessage());
                it.hints().forEach(hint -> output.info("  " + hint));
              });
    }
    output.result(
        this::shape, pushed(results).stream().map(it -> it.reference().toString()).toList());
  }

  /**
   * @throws BerthException when a target failed: with the code of the first permanent failure, else
   *     of the first transient one
   */
  void requireSuccess() {
    worst()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  private java.util.Optional<BerthException> worst() {
    List<TargetResult> failed = results.stream().filter(it -> it.failure().isPresent()).toList();
    List<BerthException> failures = failed.stream().flatMap(it -> it.failure().stream()).toList();
    return failures.stream()
        .filter(it -> it.code() != ErrorCode.TRANSIENT)
        .findFirst()
        .or(() -> failures.stream().findFirst())
        .map(
            worst ->
                new BerthException(
                    worst.code(),
                    "%d of %d targets failed: %s"
                        .formatted(
                            failed.size(),
                            results.size(),
                            String.join(", ", failed.stream().map(TargetResult::target).toList())),
                    worst));
  }

  private ObjectNode shape() {
    ObjectNode shape = JsonResults.object();
    var images = shape.putArray("images");
    for (TargetResult result : results) {
      ObjectNode image = images.addObject().put("target", result.target());
      result.pushed().ifPresent(it -> image.setAll(report.shape(it)));
      result.failure().ifPresent(it -> image.set("error", error(it)));
    }
    return shape;
  }

  private static ObjectNode error(BerthException failure) {
    ObjectNode error =
        JsonResults.object()
            .put("code", failure.code().name().toLowerCase(Locale.ROOT))
            .put("message", Output.line(String.valueOf(failure.getMessage())));
    List<String> hints = new ArrayList<>(failure.hints());
    hints.forEach(hint -> error.withArray("hints").add(Output.line(hint)));
    return error;
  }
}
