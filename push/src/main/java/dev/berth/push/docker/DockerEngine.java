package dev.berth.push.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.RootFS;
import dev.berth.push.IfExists;
import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.push.PushResult.Layer;
import dev.berth.push.PushResult.Outcome;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ExportedImage;
import dev.berth.push.image.ImageForm;
import dev.berth.push.image.Platform;
import dev.berth.reference.Digest;
import dev.berth.reference.ImageReference;
import dev.berth.reference.InvalidReferenceException;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a Docker engine push one of its images, under the name that the image has there.
 *
 * <p>It holds no connection, so it needs no closing: each push opens its own.
 */
public final class DockerEngine implements PushEngine {
  /** How long the engine may be silent while it pushes, by default. */
  public static final Duration IDLE_LIMIT = Duration.ofMinutes(2);

  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(10);
  private static final List<Path> SOCKETS =
      List.of(Path.of("/var/run/docker.sock"), Path.of("/run/podman/podman.sock"));
  private static final int SHORT_ID = 12;

  private final EngineEndpoint endpoint;
  private final Duration idleLimit;

  DockerEngine(EngineEndpoint endpoint, Duration idleLimit) {
    this.endpoint = endpoint;
    this.idleLimit = idleLimit;
  }

  /**
   * Finds the engine as the docker CLI does: {@code DOCKER_HOST} with {@code DOCKER_TLS_VERIFY} and
   * {@code DOCKER_CERT_PATH}, else the context that {@code DOCKER_CONTEXT} or the current one of
   * Docker's configuration names, else the standard socket, or that of the rootless engine or of
   * Podman if only that exists. Nothing is sent yet.
   *
   * @param environment the environment variables
   * @param userHome the folder that has {@code .docker}, unless {@code DOCKER_CONFIG} says
   *     otherwise
   * @param idleLimit how long the engine may be silent while it pushes
   * @throws BerthException with {@link ErrorCode#ENGINE} when they name no engine that can be used
   */
  public static DockerEngine find(
      Map<String, String> environment, Path userHome, Duration idleLimit) {
    var finder = new EngineFinder(environment, userHome, SOCKETS);
    return new DockerEngine(finder.find(), idleLimit);
  }

  @Override
  public String name() {
    return "docker";
  }

  /**
   * {@inheritDoc}
   *
   * <p>A request with a source, another form of the image or a dry run is {@link
   * ErrorCode#INVALID}, and so is an image that is named by its digest: engines push their own
   * image by its tag. When the registry cannot be reached from here, the listener is warned and the
   * digest is the one that the engine reported.
   */
  @Override
  public PushResult push(PushRequest request, PushListener listener) {
    requireEngineImage(request);
    ImageReference image = request.image();
    String tag = requireTag(image);
    try (EngineSession engine = new EngineSession(endpoint, responseTimeout())) {
      InspectImageResponse local =
          engine.findImage(image.toString()).orElseThrow(() -> missing(image.toString(), engine));
      PushProgress progress = new PushProgress(tag, listener);
      Confirmation confirmation = new Confirmation(request, listener);
      Digest digest;
      boolean exists = false;
      try {
        digest =
            new EnginePush(request, endpoint, idleLimit, progress)
                .follow(engine.push(request, tag));
      } catch (BerthException e) {
        digest = foundAnyway(e, id(local), confirmation, listener);
        exists = true;
      }
      List<Descriptor> layers = confirmation.confirm(digest, endpoint.isRemote());
      // Podman does not report what became of each layer.
      return new PushResult(
          digest,
          exists || progress.hasLayers() ? outcomes(layers, diffIds(local), progress) : List.of());
    }
  }

  /**
   * The digest of a push that seems to have failed, if the tag names the image all the same: it is
   * immutable and was there before, or the engine's answer was lost after the push.
   */
  private static Digest foundAnyway(
      BerthException failure, String id, Confirmation confirmation, PushListener listener) {
    boolean lost = failure.code() == ErrorCode.ENGINE && !Thread.currentThread().isInterrupted();
    Digest digest =
        Optional.of(id)
            .filter(any -> lost || PushFault.isOfImmutableTag(failure))
            .flatMap(confirmation::alreadyThere)
            .orElseThrow(() -> failure);
    if (lost) {
      listener.warning(
          "the registry has the image, although the push seemed to fail: " + failure.getMessage());
    }
    return digest;
  }

  /** The image's ID, which some versions of Podman give without its algorithm. */
  private static String id(InspectImageResponse image) {
    String id = String.valueOf(image.getId());
    return id.contains(":") ? id : "sha256:" + id;
  }

  /**
   * Finds an image of the engine, to be pushed by another engine.
   *
   * @param name its name in the engine, or its ID
   * @throws BerthException with {@link ErrorCode#IMAGE} when the engine does not have it
   */
  public ExportedImage exported(String name) {
    try (EngineSession engine = new EngineSession(endpoint, responseTimeout())) {
      InspectImageResponse local = engine.findImage(name).orElseThrow(() -> missing(name, engine));
      return new EngineExport(
          endpoint,
          idleLimit,
          name,
          Digest.parse(id(local)),
          new Platform(String.valueOf(local.getOs()), String.valueOf(local.getArch())),
          diffIds(local).stream().map(Digest::parse).toList());
    } catch (InvalidReferenceException e) {
      throw new BerthException(
          ErrorCode.ENGINE,
          "the Docker engine describes %s as no image: %s".formatted(name, e.getMessage()),
          e);
    }
  }

  private static BerthException missing(String name, EngineSession engine) {
    List<String> nearest;
    try {
      nearest = NearestNames.of(ImageReference.parse(name), engine.imageNames());
    } catch (InvalidReferenceException e) {
      // It is an ID, which resembles no name.
      nearest = List.of();
    }
    String message = "the Docker engine has no image " + name;
    return nearest.isEmpty()
        ? new BerthException(ErrorCode.IMAGE, message, "'docker images' lists the engine's images")
        : new BerthException(
            ErrorCode.IMAGE,
            message,
            "the engine has " + String.join(", ", nearest),
            "if that is it: docker tag " + nearest.get(0) + " " + name);
  }

  private static void requireEngineImage(PushRequest request) {
    ImageForm form = request.form();
    String unknown =
        request.source().isPresent()
            ? "a source"
            : form.platform().isPresent()
                ? "a platform"
                : request.ifExists() != IfExists.REPLACE
                    ? "--if-exists"
                    : request.dryRun()
                        ? "dry runs"
                        : form.equals(ImageForm.DEFAULTS) ? "" : "another form of the image";
    if (!unknown.isEmpty()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "the engine docker does not support " + unknown,
          "push with the engine direct");
    }
  }

  private static String requireTag(ImageReference image) {
    if (image.digest().isPresent()) {
      throw new BerthException(
          ErrorCode.INVALID,
          "%s cannot be pushed by its digest: the engine pushes tags".formatted(image),
          "name it by a tag");
    }
    return image.tag().orElseThrow();
  }

  private Duration responseTimeout() {
    return idleLimit.compareTo(RESPONSE_TIMEOUT) < 0 ? idleLimit : RESPONSE_TIMEOUT;
  }

  /** The manifest's layers, each with the outcome that the engine reported. */
  private static List<Layer> outcomes(
      List<Descriptor> layers, List<String> diffIds, PushProgress progress) {
    List<Layer> result = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Descriptor layer = layers.get(i);
      // The engine's classic store names a layer by its diff ID, containerd's by its blob.
      Optional<String> diffId =
          diffIds.size() == layers.size() ? Optional.of(diffIds.get(i)) : Optional.empty();
      Outcome outcome =
          progress
              .outcomeOf(shortId(layer.digest().toString()))
              .or(() -> diffId.map(DockerEngine::shortId).flatMap(progress::outcomeOf))
              .orElse(Outcome.EXISTS);
      result.add(new Layer(layer.digest(), layer.size(), outcome));
    }
    return List.copyOf(result);
  }

  private static List<String> diffIds(InspectImageResponse image) {
    RootFS rootFs = image.getRootFS();
    return rootFs == null || rootFs.getLayers() == null ? List.of() : rootFs.getLayers();
  }

  private static String shortId(String digest) {
    String hex = digest.substring(digest.indexOf(':') + 1);
    return hex.substring(0, Math.min(SHORT_ID, hex.length()));
  }
}
