package dev.berth.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.PushOptions;
import dev.berth.PushedImage;
import dev.berth.Registries;
import dev.berth.push.PushEngine;
import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Outcome;
import dev.berth.push.compress.Compression;
import dev.berth.push.direct.DirectEngine;
import dev.berth.push.docker.DockerEngine;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.Platform;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pushes an image. */
@Command(
    name = "push",
    description = "Push an image to the registered registry that it belongs to.",
    footer = "Prints HOST/REPOSITORY@DIGEST, with the digest that the tag then names.")
final class PushCommand implements Callable<Integer> {
  private static final int MAX_JOBS = 64;

  private final Cli cli;

  @Parameters(paramLabel = "IMAGE", description = "The full target, HOST/REPOSITORY[:TAG].")
  private String image;

  @Option(
      names = "--registry",
      paramLabel = "NAME",
      description = "The registered registry, if not the most specific one that owns the image.")
  private @Nullable String registry;

  @Option(
      names = "--from",
      paramLabel = "SOURCE",
      description = {
        "Where the image is: docker-archive:FILE[:REF], oci:DIR[:TAG], oci-archive:FILE[:TAG] or"
            + " docker-daemon:REF.",
        "Without it, in the Docker engine under the same name."
      })
  private @Nullable String from;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description =
          "What moves the bytes: ${COMPLETION-CANDIDATES}. Without it, direct where there is a"
              + " --from.")
  private @Nullable Engine engine;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "Push only this image of an index, for instance linux/arm64.")
  private @Nullable String platform;

  @Option(
      names = "--compression",
      paramLabel = "FORMAT",
      description = "How uncompressed layers are compressed: ${COMPLETION-CANDIDATES}.")
  private @Nullable Format compression;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many blobs are uploaded at once, 1 to 64; 4 without it.")
  private @Nullable Integer jobs;

  @Option(
      names = "--skip-checks",
      description = "Push although a prerequisite is not met, with a warning.")
  private boolean skipChecks;

  @Option(names = "--dry-run", description = "Write nothing; say what a push would do.")
  private boolean dryRun;

  /** The push engines. */
  enum Engine {
    DOCKER,
    DIRECT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The formats of compressed layers. */
  enum Format {
    GZIP,
    ZSTD;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  PushCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    ImageReference target = ImageReference.parse(image);
    return isDirect() ? pushDirectly(target) : pushByDocker(target);
  }

  private boolean isDirect() {
    return engine == Engine.DIRECT || (engine == null && from != null);
  }

  private int pushByDocker(ImageReference target) {
    requireNoneOfDirect();
    Environment environment = cli.environment();
    return push(
        target,
        new PushOptions(Optional.ofNullable(registry), skipChecks, dryRun),
        () -> {},
        () ->
            DockerEngine.find(
                environment.variables(), environment.userHome(), DockerEngine.IDLE_LIMIT));
  }

  private void requireNoneOfDirect() {
    String option =
        from != null
            ? "--from"
            : platform != null
                ? "--platform"
                : compression != null
                    ? "--compression"
                    : jobs != null ? "--jobs" : dryRun ? "--dry-run" : "";
    if (!option.isEmpty()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "the engine docker does not know " + option,
          "push with --engine direct");
    }
  }

  private int pushDirectly(ImageReference target) {
    Environment environment = cli.environment();
    try (var direct =
        new DirectEngine(
            options(),
            environment.cache(),
            name ->
                DockerEngine.find(
                        environment.variables(), environment.userHome(), DockerEngine.IDLE_LIMIT)
                    .exported(name))) {
      var options =
          new PushOptions(
              Optional.ofNullable(registry),
              skipChecks,
              dryRun,
              Optional.ofNullable(from).map(ImageLocation::parse),
              Optional.ofNullable(platform).map(Platform::parse));
      return push(target, options, direct::cancel, () -> direct);
    }
  }

  private DirectEngine.Options options() {
    if (jobs != null && (jobs < 1 || jobs > MAX_JOBS)) {
      throw new BerthException(
          ErrorCode.INVALID, "--jobs is a number from 1 to " + MAX_JOBS + ", not " + jobs);
    }
    var standard = DirectEngine.Options.DEFAULTS;
    return new DirectEngine.Options(
        compression == Format.ZSTD ? Compression.ZSTD : standard.compression(),
        jobs != null ? jobs : standard.jobs());
  }

  private int push(
      ImageReference target,
      PushOptions options,
      Runnable cancel,
      Supplier<? extends PushEngine> opened) {
    Output output = cli.output();
    try (var registries = cli.registries();
        var interruption = Interruption.told(output, target, cancel);
        var progress = Progress.of(output, cli.environment(), cli.verbose())) {
      PushedImage pushed = registries.push(target, options, opened, progress);
      progress.close();
      tell(output, pushed.result());
      output.result(shape(pushed), List.of(pushed.reference().toString()));
    }
    return 0;
  }

  /** Loads on a second core what a push will need, while the first one reads the command line. */
  static void prepare() {
    // Whoever logs while another thread sets logging up is told so on standard error.
    LoggerFactory.getILoggerFactory();
    for (Runnable work : List.<Runnable>of(Registries::prepare, DirectEngine::warmUp)) {
      Thread thread = new Thread(work, "berth-prepare");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void tell(Output output, PushResult result) {
    if (dryRun) {
      output.info(
          "dry run: %d bytes of layers would be uploaded; nothing was written"
              .formatted(result.uploadedBytes()));
    } else if (!result.layers().isEmpty()
        && result.layers().stream().allMatch(layer -> layer.outcome() == Outcome.EXISTS)) {
      output.info("the registry has all layers already");
    }
  }

  private static ObjectNode shape(PushedImage pushed) {
    ObjectNode shape =
        JsonResults.object()
            .put("reference", pushed.reference().toString())
            .put("digest", pushed.result().digest().toString())
            .put("registry", pushed.registry())
            .put("engine", pushed.engine());
    ArrayNode layers = shape.putArray("layers");
    for (PushResult.Layer layer : pushed.result().layers()) {
      layers
          .addObject()
          .put("digest", layer.digest().toString())
          .put("size", layer.size())
          .put("result", layer.outcome().value());
    }
    return shape
        .put("uploadedBytes", pushed.result().uploadedBytes())
        .put("durationMillis", pushed.duration().toMillis());
  }
}
