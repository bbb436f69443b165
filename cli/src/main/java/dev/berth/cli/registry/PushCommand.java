package dev.berth.cli.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.PushOptions;
import dev.berth.PushedImage;
import dev.berth.RegistriesBuilder;
import dev.berth.cli.progress.ByteCount;
import dev.berth.cli.progress.DisplayChoice;
import dev.berth.cli.session.JsonResults;
import dev.berth.cli.session.Output;
import dev.berth.cli.session.Session;
import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Outcome;
import dev.berth.push.direct.DirectEngine;
import dev.berth.push.image.ImageLocation;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pushes an image. */
@Command(
    name = "push",
    description = "Push an image to the registered registry that it belongs to.",
    footer = "Prints HOST/REPOSITORY@DIGEST, with the digest that the tag then names.")
public final class PushCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "IMAGE",
      description = {
        "Target: HOST/REPOSITORY[:TAG].",
        "With --registry also REPOSITORY[:TAG], below the registry's URI, or :TAG, in its"
            + " defaultRepository."
      })
  private String image;

  @Option(
      names = "--registry",
      paramLabel = "NAME",
      description =
          "Registry to push to. Default: the registered registry whose URI is the longest match for"
              + " IMAGE.")
  private @Nullable String registry;

  @Option(
      names = "--from",
      paramLabel = "SOURCE",
      description = {
        "Image to push: docker-archive:FILE[:REF], oci:DIR[:TAG], oci-archive:FILE[:TAG] or"
            + " docker-daemon:REF.",
        "One of several images: @DIGEST instead of :TAG, or :@NUMBER, counted from 0.",
        "Default: the Docker engine's image of the same name."
      })
  private @Nullable String from;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description =
          "Push engine: ${COMPLETION-CANDIDATES}. Default: direct with --from, docker without.")
  private PushOptions.@Nullable Engine engine;

  @Mixin private ImageFormOptions form;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Parallel blob uploads, 1–64 (default: 4).")
  private @Nullable Integer jobs;

  @Option(
      names = "--skip-checks",
      description = "Push even if a prerequisite is not met, with a warning.")
  private boolean skipChecks;

  @Option(names = "--dry-run", description = "Write nothing; report what a push would do.")
  private boolean dryRun;

  @Mixin private UploadRate rate;

  @Mixin private TimeLimit limit;

  PushCommand(Session session) {
    this.session = session;
    this.rate = new UploadRate();
    this.limit = new TimeLimit();
    this.form = new ImageFormOptions();
  }

  @Override
  public Integer call() {
    PushOptions options = options();
    if (engine == PushOptions.Engine.DOCKER || (engine == null && from == null)) {
      requireNoneOfDirect();
    }
    Output output = session.output();
    try (var registries = session.registries(rate.limit());
        var interruption = Interruption.cancelling(output, image, registries::cancel);
        var progress = DisplayChoice.of(output, session.environment(), session.verbose())) {
      PushedImage pushed = limit.run(registries, () -> registries.push(image, options, progress));
      progress.finish(pushed.result());
      report(output, pushed);
      output.result(() -> shape(pushed), List.of(pushed.reference().toString()));
    }
    return 0;
  }

  private PushOptions options() {
    PushOptions defaults = PushOptions.DEFAULTS;
    return new PushOptions(
        Optional.ofNullable(registry),
        Optional.ofNullable(from).map(ImageLocation::parse),
        Optional.ofNullable(engine),
        form.form(),
        jobs != null ? jobs : defaults.jobs(),
        skipChecks,
        dryRun);
  }

  private void requireNoneOfDirect() {
    String option =
        from != null
            ? "--from"
            : !form.given().isEmpty()
                ? form.given()
                : jobs != null
                    ? "--jobs"
                    : rate.isGiven() ? "--limit-rate" : dryRun ? "--dry-run" : "";
    if (!option.isEmpty()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "the engine docker does not support " + option,
          "push with --engine direct");
    }
  }

  /**
   * Loads the classes that a push needs on a second core, during the parsing of the command line.
   */
  public static void warmUp(Path cache) {
    // A thread that logs while another one initializes logging prints a warning to standard error.
    LoggerFactory.getILoggerFactory();
    for (Runnable work :
        List.<Runnable>of(() -> RegistriesBuilder.warmUp(cache), DirectEngine::warmUp)) {
      Thread thread = new Thread(work, "berth-warm-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void report(Output output, PushedImage pushed) {
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

  private ObjectNode shape(PushedImage pushed) {
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
