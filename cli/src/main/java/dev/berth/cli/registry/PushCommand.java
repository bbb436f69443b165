package dev.berth.cli.registry;

import dev.berth.PushOptions;
import dev.berth.RegistriesBuilder;
import dev.berth.cli.session.Session;
import dev.berth.push.direct.DirectEngine;
import dev.berth.push.image.ImageLocation;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.util.List;
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
      arity = "1..*",
      description = {
        "Target: HOST/REPOSITORY[:TAG].",
        "With --registry also REPOSITORY[:TAG], below the registry's URI, or :TAG, in its"
            + " defaultRepository.",
        "Several targets are pushed to at once; each prints a line, in their order."
      })
  private List<String> images;

  @Option(
      names = "--from",
      paramLabel = "SOURCE",
      description = {
        "Image to push: docker-archive:FILE[:REF], oci:DIR[:TAG], oci-archive:FILE[:TAG],"
            + " docker-daemon:REF or registry:HOST/REPOSITORY[:TAG|@DIGEST].",
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

  @Mixin private PushSettings settings;

  PushCommand(Session session) {
    this.session = session;
    this.settings = new PushSettings();
  }

  @Override
  public Integer call() {
    boolean single = images.size() == 1 && !settings.hasTags();
    if (single && (engine == PushOptions.Engine.DOCKER || (engine == null && from == null))) {
      requireNoneOfDirect();
    }
    settings.push(
        session,
        images,
        Optional.ofNullable(from).map(ImageLocation::parse),
        Optional.ofNullable(engine));
    return 0;
  }

  private void requireNoneOfDirect() {
    String option = from != null ? "--from" : settings.givenForDirect();
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
}
