package dev.berth.cli.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.PushedImage;
import dev.berth.cli.progress.ByteCount;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reports a finished push to the user.
 *
 * @param dryRun whether nothing was written
 */
record PushReport(boolean dryRun) {
  void tell(Output output, PushedImage pushed) {
    PushResult result = pushed.result();
    if (dryRun) {
      output.info(
          "dry run: %s of layers would be uploaded; nothing was written"
              .formatted(ByteCount.of(result.bytes(Outcome.WOULD_UPLOAD))));
    } else if (!result.layers().isEmpty()) {
      output.info(sum(result, pushed.duration()));
    }
  }

  private static String sum(PushResult result, Duration duration) {
    if (count(result, Outcome.EXISTS) == result.layers().size()) {
      return "the registry already has all layers";
    }
    double seconds = Math.max(duration.toMillis(), 1) / 1000.0;
    List<String> parts = new ArrayList<>();
    for (Outcome outcome :
        List.of(Outcome.UPLOADED, Outcome.MOUNTED, Outcome.EXISTS, Outcome.REFERENCED)) {
      long layers = count(result, outcome);
      if (layers > 0) {
        parts.add("%d %s %s".formatted(layers, layers == 1 ? "layer" : "layers", outcome.value()));
      }
    }
    long bytes = result.bytes(Outcome.UPLOADED);
    return String.join(", ", parts)
        + (bytes == 0
            ? ""
            : String.format(
                Locale.ROOT,
                ": %s in %.1f s (%s/s)",
                ByteCount.of(bytes),
                seconds,
                ByteCount.of((long) (bytes / seconds))));
  }

  private static long count(PushResult result, Outcome outcome) {
    return result.layers().stream().filter(layer -> layer.outcome() == outcome).count();
  }

  ObjectNode shape(PushedImage pushed) {
    ObjectNode shape =
        JsonResults.object()
            .put("reference", pushed.reference().toString())
            .put("digest", pushed.result().digest().toString())
            .put("registry", pushed.registry())
            .put("engine", pushed.engine())
            .put("dryRun", dryRun);
    ArrayNode layers = shape.putArray("layers");
    for (PushResult.Layer layer : pushed.result().layers()) {
      layers
          .addObject()
          .put("digest", layer.digest().toString())
          .put("size", layer.size())
          .put("result", layer.outcome().value());
    }
    return shape
        .put("uploadedBytes", pushed.result().bytes(Outcome.UPLOADED))
        .put("wouldUploadBytes", pushed.result().bytes(Outcome.WOULD_UPLOAD))
        .put("durationMillis", pushed.duration().toMillis());
  }
}
