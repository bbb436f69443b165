package dev.berth.push.direct;

import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.push.RateLimit;
import dev.berth.push.compress.Compression;
import dev.berth.push.compress.LayerCompressor;
import dev.berth.push.direct.SharedRegistries.Shared;
import dev.berth.push.distribution.Repository;
import dev.berth.push.http.Cancellation;
import dev.berth.push.http.RetryPolicy;
import dev.berth.push.http.Transport;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ExportedImage;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.ManifestFormat;
import dev.berth.push.image.Platform;
import dev.berth.push.image.SerializedManifest;
import dev.berth.reference.Digest;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.PushPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Pushes images without a Docker engine: reads them itself, and uses the OCI distribution protocol.
 *
 * <p>One engine serves any number of pushes, also at the same time. They share connections, logins,
 * the blobs that were pushed already, and one limit of uploads for each registry. The caller closes
 * it.
 */
public final class DirectEngine implements PushEngine, AutoCloseable {
  /**
   * How much is done at once.
   *
   * @param jobs how many blobs are uploaded at once to one registry, at least 1
   * @param rate limits all uploads that share it
   */
  public record Options(int jobs, RateLimit rate) {
    /** Four uploads at once. */
    public static final Options DEFAULTS = new Options(4);

    /** The same without a limited rate. */
    public Options(int jobs) {
      this(jobs, RateLimit.NONE);
    }
  }

  private static final Duration CANCEL_TIMEOUT = Duration.ofMillis(1500);
  // Each thread has some megabytes of buffers, and four are faster than most networks.
  private static final int MAX_THREADS = 4;

  private final Options options;
  private final PushCache cache;
  private final Function<String, ExportedImage> engineImages;
  private final Map<Compression, LayerCompressor> compressors = new ConcurrentHashMap<>();
  private final SharedRegistries registries;
  private final Set<Cancellation> running = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean cancelled = new AtomicBoolean();

  /**
   * An engine that has sent nothing yet.
   *
   * @param cache the folder for the results of pushes; created when needed
   * @param engineImages finds an image in a Docker engine by its name there, for {@link
   *     ImageLocation.Kind#DOCKER_DAEMON}
   */
  public DirectEngine(Options options, Path cache, Function<String, ExportedImage> engineImages) {
    this(options, cache, engineImages, RetryPolicy.DEFAULT);
  }

  DirectEngine(
      Options options,
      Path cache,
      Function<String, ExportedImage> engineImages,
      RetryPolicy retries) {
    this.options = options;
    this.cache = new PushCache(cache);
    this.engineImages = engineImages;
    this.registries = new SharedRegistries(options.jobs(), options.rate(), retries);
  }

  @Override
  public String name() {
    return "direct";
  }

  private LayerCompressor compressor(Compression compression) {
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS);
    return compressors.computeIfAbsent(compression, it -> new LayerCompressor(it, threads));
  }

  @Override
  public PushPlan plan(PushRequest request) {
    ImageLocation source = source(request);
    var chosen = new ChosenForm(request, cache);
    if (source.kind() == ImageLocation.Kind.DOCKER_DAEMON) {
      Digest id = engineImage(source).id();
      return new PushPlan(
          cache
              .manifest(id, chosen.compression(), chosen.exportFormat())
              .map(SerializedManifest::digest),
          0);
    }
    try (var opened = open(request, PushListener.NONE, Cancellation.NONE)) {
      ImageContents contents = chosen.contents(opened.image(), PushListener.NONE);
      Function<BlobJob, Optional<Descriptor>> known =
          job -> job.known(cache, contents.compression());
      Stream<Descriptor> layers =
          contents.layers().stream().flatMap(job -> known.apply(job).stream());
      return new PushPlan(
          contents.manifests(known).stream()
              .reduce((first, last) -> last)
              .map(SerializedManifest::digest),
          layers.mapToLong(Descriptor::size).max().orElse(0));
    }
  }

  @Override
  public PushResult push(PushRequest request, PushListener listener) {
    var cancellation = new Cancellation();
    running.add(cancellation);
    try {
      if (cancelled.get()) {
        throw Cancellation.failure();
      }
      return push(request, new SerialListener(listener), cancellation);
    } finally {
      running.remove(cancellation);
      cancellation.ended();
    }
  }

  private PushResult push(PushRequest request, PushListener listener, Cancellation cancellation) {
    warnOfPlainHttp(request, listener);
    String target = request.image().identifier();
    ImageLocation source = source(request);
    var chosen = new ChosenForm(request, cache);
    if (source.kind() == ImageLocation.Kind.DOCKER_DAEMON) {
      ExportedImage image = engineImage(source);
      request.form().platform().ifPresent(it -> requirePlatform(it, image.platform(), source));
      PushRun run =
          run(request, chosen.compression(), chosen.exportFormat(), listener, cancellation);
      return loggedIn(request, run, () -> new ExportPush(run).push(image, target));
    }
    try (var opened = open(request, listener, cancellation)) {
      ImageContents contents = chosen.contents(opened.image(), listener);
      PushRun run = run(request, contents.compression(), contents.format(), listener, cancellation);
      return loggedIn(request, run, () -> new ImagePush(run).push(contents, target));
    }
  }

  private OpenedSource open(PushRequest request, PushListener listener, Cancellation cancellation) {
    ImageLocation source = source(request);
    return source.inRegistry().isPresent()
        ? OpenedSource.inRegistry(
            source.inRegistry().get(),
            request,
            new OpenedSource.Readers(registries, cache, listener, cancellation))
        : OpenedSource.onThisMachine(source, request.form(), cancellation);
  }

  private static PushResult loggedIn(PushRequest request, PushRun run, Supplier<PushResult> push) {
    run.shared().login().begin(request.login());
    try {
      return push.get();
    } finally {
      run.shared().login().end(request.login());
      TokenServiceNotice.tell(run);
    }
  }

  private PushRun run(
      PushRequest request,
      Compression compression,
      Optional<ManifestFormat> format,
      PushListener listener,
      Cancellation cancellation) {
    Shared shared = registries.of(request);
    return new PushRun(
        Repository.forPush(
            shared.client().with(cancellation), request.image().repository(), shared.strategy()),
        shared,
        cache,
        compressor(compression),
        format,
        options.jobs(),
        request.dryRun(),
        listener,
        cancellation);
  }

  /** Where the image is: by default in the Docker engine, under the name of the target. */
  private static ImageLocation source(PushRequest request) {
    return request
        .source()
        .orElseGet(() -> ImageLocation.parse("docker-daemon:" + request.image()));
  }

  private ExportedImage engineImage(ImageLocation source) {
    return engineImages.apply(source.reference().orElseThrow());
  }

  private static void requirePlatform(Platform wanted, Platform actual, ImageLocation source) {
    if (!wanted.fits(actual)) {
      throw new BerthException(
          ErrorCode.IMAGE, "%s is for %s, not for %s".formatted(source, actual, wanted));
    }
  }

  private static void warnOfPlainHttp(PushRequest request, PushListener listener) {
    String host = request.image().host();
    if (request.connection().insecure() && !RegistryUri.parse(host).isLocal()) {
      listener.warning(
          "using plain HTTP with %s, since it is registered as insecure".formatted(host));
    }
  }

  /** Loads the classes that the first connection of a process needs. Sends nothing. */
  public static void warmUp() {
    Transport.warmUp();
  }

  /** The steps of the running pushes whose requests run now, in words. */
  public List<String> steps() {
    return running.stream().flatMap(push -> push.steps().stream()).distinct().toList();
  }

  /**
   * Cancels all running pushes, and waits until they have ended: each cancels its uploads at the
   * registry first. The wait is as short as after Ctrl-C, since a registry may not answer. Call it
   * from a thread that does not push; later pushes fail.
   */
  public void cancel() {
    cancelled.set(true);
    List<Cancellation> ending = List.copyOf(running);
    ending.forEach(Cancellation::cancel);
    long end = System.nanoTime() + CANCEL_TIMEOUT.toNanos();
    ending.forEach(cancellation -> cancellation.awaitEnd(end - System.nanoTime()));
  }

  @Override
  public void close() {
    compressors.values().forEach(LayerCompressor::close);
    registries.close();
  }
}
