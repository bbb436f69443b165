package dev.berth.push.direct;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.PushEngine;
import dev.berth.push.PushListener;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.push.compress.Compression;
import dev.berth.push.compress.LayerCompressor;
import dev.berth.push.distribution.Repository;
import dev.berth.push.distribution.Uploads;
import dev.berth.push.http.Cancellation;
import dev.berth.push.http.RegistryClient;
import dev.berth.push.http.RetryPolicy;
import dev.berth.push.http.Transport;
import dev.berth.push.image.Descriptor;
import dev.berth.push.image.ExportedImage;
import dev.berth.push.image.ImageIndex;
import dev.berth.push.image.ImageLocation;
import dev.berth.push.image.ImageManifest;
import dev.berth.push.image.LocalImage;
import dev.berth.push.image.ManifestNode;
import dev.berth.push.image.Platform;
import dev.berth.reference.Digest;
import dev.berth.reference.Digests;
import dev.berth.reference.ImageReference;
import dev.berth.reference.RegistryUri;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.spi.PushPlan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Pushes images without a Docker engine: reads them itself and speaks the OCI distribution
 * protocol.
 *
 * <p>One of these serves any number of pushes, also at the same time: they share connections,
 * logins, what is known of blobs, and one limit for each registry. To be closed.
 */
public final class DirectEngine implements AutoCloseable {
  /**
   * How images are pushed.
   *
   * @param compression what uncompressed layers are compressed with
   * @param jobs how many blobs are uploaded at once to one registry, at least 1
   * @param dryRun whether nothing is written, in the registry or here
   */
  public record Options(Compression compression, int jobs, boolean dryRun) {
    /** Gzip, four uploads at once. */
    public static final Options STANDARD = new Options(Compression.GZIP, 4, false);
  }

  /** What pushes to one registry with one login share. */
  private record Shared(RegistryClient session, Semaphore limit, SingleFlight flights) {}

  private static final int MAX_RUNNABLE_LAYERS = 127;
  private static final Duration PATIENCE = Duration.ofMillis(1500);
  // Each has some megabytes of buffers, and four outrun most networks.
  private static final int MAX_THREADS = 4;

  private final Options options;
  private final PushCache cache;
  private final Function<String, ExportedImage> engineImages;
  private final RetryPolicy retries;
  private final LayerCompressor compressor;
  private final Map<String, Shared> registries = new ConcurrentHashMap<>();
  private final Set<Cancellation> running = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean cancelled = new AtomicBoolean();

  /**
   * An engine that has sent nothing yet.
   *
   * @param cache the folder in which pushes remember what they found out; made when needed
   * @param engineImages finds an image in a Docker engine by its name there, for {@link
   *     ImageLocation.Kind#DOCKER_DAEMON}
   */
  public DirectEngine(Options options, Path cache, Function<String, ExportedImage> engineImages) {
    this(options, cache, engineImages, RetryPolicy.STANDARD);
  }

  DirectEngine(
      Options options,
      Path cache,
      Function<String, ExportedImage> engineImages,
      RetryPolicy retries) {
    this.options = options;
    this.cache = new PushCache(cache);
    this.engineImages = engineImages;
    this.retries = retries;
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS);
    this.compressor = new LayerCompressor(options.compression(), threads);
  }

  /**
   * The engine that pushes the image at a location.
   *
   * @param platform which image of an index; without it an index is pushed whole
   */
  public PushEngine from(ImageLocation source, Optional<Platform> platform) {
    return new PushEngine() {
      @Override
      public String name() {
        return "direct";
      }

      @Override
      public PushResult push(PushRequest request, PushListener listener) {
        return DirectEngine.this.push(source, platform, request, listener);
      }

      @Override
      public PushPlan plan(ImageReference image) {
        return DirectEngine.this.plan(source, platform);
      }
    };
  }

  private PushPlan plan(ImageLocation source, Optional<Platform> platform) {
    if (source.kind() == ImageLocation.Kind.DOCKER_DAEMON) {
      Digest id = engineImages.apply(source.reference().orElseThrow()).id();
      return new PushPlan(
          cache.manifest(id, options.compression()).map(known -> known.bytes().digest()), 0);
    }
    try (LocalImage image = LocalImage.open(source, platform)) {
      Optional<Digest> digest =
          ImagePush.written(
                  image.root(),
                  options.compression(),
                  job -> BlobPush.known(job, cache, options.compression()))
              .map(manifest -> manifest.bytes().digest());
      return new PushPlan(digest, largestLayer(image.root()));
    }
  }

  /** Of the layers whose size in the registry is known. */
  private long largestLayer(ManifestNode image) {
    if (image instanceof ImageIndex index) {
      return index.manifests().stream().mapToLong(this::largestLayer).max().orElse(0);
    }
    ImageManifest manifest = (ImageManifest) image;
    return manifest.layers().stream()
        .map(layer -> ImagePush.job(layer, manifest, options.compression()))
        .flatMap(job -> BlobPush.known(job, cache, options.compression()).stream())
        .mapToLong(Descriptor::size)
        .max()
        .orElse(0);
  }

  private PushResult push(
      ImageLocation source, Optional<Platform> platform, PushRequest request, PushListener told) {
    PushListener listener = new SerialListener(told);
    warnOfPlainHttp(request, listener);
    var cancellation = new Cancellation();
    running.add(cancellation);
    try {
      if (cancelled.get()) {
        throw Cancellation.failure();
      }
      String target = target(request.image());
      if (source.kind() == ImageLocation.Kind.DOCKER_DAEMON) {
        ExportedImage image = engineImages.apply(source.reference().orElseThrow());
        platform.ifPresent(wanted -> requirePlatform(wanted, image.platform(), source));
        return exportPush(request, listener, cancellation).push(image, target);
      }
      try (LocalImage image = LocalImage.open(source, platform)) {
        warnOfManyLayers(image.root(), listener);
        return imagePush(request, listener, cancellation).push(image.root(), target);
      }
    } finally {
      running.remove(cancellation);
      cancellation.ended();
    }
  }

  private static void requirePlatform(Platform wanted, Platform actual, ImageLocation source) {
    if (!wanted.fits(actual)) {
      throw new BerthException(
          ErrorCode.IMAGE, "%s is for %s, not for %s".formatted(source, actual, wanted));
    }
  }

  private static String target(ImageReference image) {
    return image.digest().map(Digest::toString).or(image::tag).orElseThrow();
  }

  private static void warnOfPlainHttp(PushRequest request, PushListener listener) {
    String host = request.image().host();
    if (request.connection().insecure() && !RegistryUri.parse(host).isLocal()) {
      listener.warning(
          "plain HTTP is spoken to %s, for it is registered as insecure".formatted(host));
    }
  }

  private static void warnOfManyLayers(ManifestNode image, PushListener listener) {
    if (image instanceof ImageIndex index) {
      index.manifests().forEach(manifest -> warnOfManyLayers(manifest, listener));
    } else if (((ImageManifest) image).layers().size() > MAX_RUNNABLE_LAYERS) {
      listener.warning(
          "the image has more than %d layers, which Docker cannot run"
              .formatted(MAX_RUNNABLE_LAYERS));
    }
  }

  private ImagePush imagePush(
      PushRequest request, PushListener listener, Cancellation cancellation) {
    Shared shared = shared(request);
    Repository repository = repository(shared, request, cancellation);
    BlobPush blobs = blobs(repository, listener, cancellation);
    return new ImagePush(
        blobs,
        new ParallelPush(
            blobs,
            shared.flights(),
            repository.toString(),
            shared.limit(),
            options.jobs(),
            cancellation),
        new ManifestPush(repository, cancellation),
        options.compression(),
        options.dryRun());
  }

  private ExportPush exportPush(
      PushRequest request, PushListener listener, Cancellation cancellation) {
    Shared shared = shared(request);
    Repository repository = repository(shared, request, cancellation);
    return new ExportPush(
        repository,
        blobs(repository, listener, cancellation),
        new ManifestPush(repository, cancellation),
        cache,
        shared.limit(),
        options);
  }

  private BlobPush blobs(Repository repository, PushListener listener, Cancellation cancellation) {
    return new BlobPush(
        new Uploads(repository, cancellation),
        cache,
        compressor,
        options.compression(),
        options.dryRun(),
        listener);
  }

  private static Repository repository(
      Shared shared, PushRequest request, Cancellation cancellation) {
    ImageReference image = request.image();
    return new Repository(
        shared.session(), request.login(), image.host(), image.repository(), cancellation);
  }

  private Shared shared(PushRequest request) {
    return registries.computeIfAbsent(
        key(request),
        it ->
            new Shared(
                new RegistryClient(
                    request.image().host(), request.login(), request.connection(), retries),
                new Semaphore(options.jobs()),
                new SingleFlight()));
  }

  private static String key(PushRequest request) {
    Credentials credentials = request.credentials();
    ConnectionSettings connection = request.connection();
    String login = credentials.username() + "\n" + credentials.password();
    return request.image().host()
        + connection
        + Digests.of("sha256", login.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Loads what the first connection of a process would load while its user waits; for a thread that
   * has nothing better to do. Sends nothing.
   */
  public static void prepare() {
    Transport.prepare();
  }

  /**
   * Ends all pushes that run, and waits until they have ended: each cancels its uploads at the
   * registry before it does. Waits no longer than a user does after Ctrl-C, for a registry may not
   * answer. For another thread than those that push; nothing can be pushed after it.
   */
  public void cancel() {
    cancelled.set(true);
    List<Cancellation> ending = List.copyOf(running);
    ending.forEach(Cancellation::cancel);
    long end = System.nanoTime() + PATIENCE.toNanos();
    ending.forEach(cancellation -> cancellation.awaitEnd(end - System.nanoTime()));
  }

  @Override
  public void close() {
    compressor.close();
    registries.values().forEach(shared -> shared.session().close());
  }
}
