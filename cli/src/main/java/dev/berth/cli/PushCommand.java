package dev.berth.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.PushedImage;
import dev.berth.push.PushEngine;
import dev.berth.push.PushResult;
import dev.berth.push.docker.DockerEngine;
import dev.berth.reference.ImageReference;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pushes an image. */
@Command(
    name = "push",
    description = "Push an image to the registered registry that it belongs to.",
    footer = "Prints HOST/REPOSITORY@DIGEST, with the digest that the tag then names.")
final class PushCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "IMAGE", description = "The full target, HOST/REPOSITORY[:TAG].")
  private String image;

  @Option(
      names = "--registry",
      paramLabel = "NAME",
      description = "The registered registry, if not the most specific one that owns the image.")
  private @Nullable String registry;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "What moves the bytes: ${COMPLETION-CANDIDATES}.")
  private Engine engine = Engine.DOCKER;

  /** The push engines. */
  enum Engine {
    DOCKER;

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
    Output output = cli.output();
    try (var registries = cli.registries();
        var interruption = Interruption.told(output, target);
        var progress = Progress.of(output, cli.environment())) {
      PushedImage pushed =
          registries.push(target, Optional.ofNullable(registry), this::open, progress);
      progress.close();
      output.result(shape(pushed), List.of(pushed.reference().toString()));
    }
    return 0;
  }

  private PushEngine open() {
    Environment environment = cli.environment();
    return switch (engine) {
      case DOCKER ->
          DockerEngine.find(
              environment.variables(), environment.userHome(), DockerEngine.IDLE_LIMIT);
    };
  }

  private static ObjectNode shape(PushedImage pushed) {
    ObjectNode shape =
        Shapes.object()
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
          .put("result", layer.outcome().name().toLowerCase(Locale.ROOT));
    }
    return shape
        .put("uploadedBytes", pushed.result().uploadedBytes())
        .put("durationMillis", pushed.duration().toMillis());
  }
}
