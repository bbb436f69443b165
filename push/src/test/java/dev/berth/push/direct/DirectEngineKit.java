package dev.berth.push.direct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.push.ConnectionSettings;
import dev.berth.push.PushRequest;
import dev.berth.push.PushResult;
import dev.berth.push.SourceRegistry;
import dev.berth.push.fake.RecordingListener;
import dev.berth.push.fake.SampleImage;
import dev.berth.push.http.RetryPolicy;
import dev.berth.push.image.ExportedImage;
import dev.berth.push.image.ImageForm;
import dev.berth.push.image.ImageLocation;
import dev.berth.reference.Digests;
import dev.berth.reference.ImageReference;
import dev.berth.spi.BerthException;
import dev.berth.spi.Credentials;
import dev.berth.spi.ErrorCode;
import dev.berth.testing.server.MemoryRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Pushes to a registry in memory, with pauses too short to be noticed. */
final class DirectEngineKit implements AutoCloseable {
  static final RetryPolicy QUICK =
      new RetryPolicy(5, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(3));

  private final MemoryRegistry registry;
  private final Path cache;
  private final RecordingListener listener = new RecordingListener();
  private DirectEngine.Options options = DirectEngine.Options.DEFAULTS;
  private Credentials credentials = Credentials.anonymous();
  private ConnectionSettings connection = ConnectionSettings.DEFAULTS;
  private ImageForm form = ImageForm.DEFAULTS;
  private Optional<SourceRegistry> sourceRegistry = Optional.empty();
  private boolean dryRun;
  private String host;
  private Optional<DirectEngine> engine = Optional.empty();
  private Optional<ExportedImage> exported = Optional.empty();

  DirectEngineKit(MemoryRegistry registry, Path folder) {
    this.registry = registry;
    this.host = registry.host();
    this.cache = folder.resolve("cache");
  }

  DirectEngineKit with(DirectEngine.Options newOptions) {
    options = newOptions;
    return renewed();
  }

  DirectEngineKit with(Credentials newCredentials) {
    credentials = newCredentials;
    return this;
  }

  DirectEngineKit with(ConnectionSettings newConnection) {
    connection = newConnection;
    return this;
  }

  DirectEngineKit with(ImageForm newForm) {
    form = newForm;
    return this;
  }

  /** Sources in registries are read so. */
  DirectEngineKit with(SourceRegistry newSourceRegistry) {
    sourceRegistry = Optional.of(newSourceRegistry);
    return this;
  }

  /** A Docker engine has this image. */
  DirectEngineKit with(ExportedImage image) {
    exported = Optional.of(image);
    return this;
  }

  DirectEngineKit dryRun(boolean newDryRun) {
    dryRun = newDryRun;
    return this;
  }

  /** From now on, the registry is called so. */
  DirectEngineKit named(String newHost) {
    host = newHost;
    return this;
  }

  /** Forgets what earlier pushes left in memory; the cache stays. */
  DirectEngineKit renewed() {
    close();
    return this;
  }

  DirectEngine engine() {
    if (engine.isEmpty()) {
      engine = Optional.of(new DirectEngine(options, cache, name -> exported.orElseThrow(), QUICK));
    }
    return engine.get();
  }

  PushRequest request(ImageLocation source, String target) {
    return new PushRequest(
        ImageReference.parse(host + "/" + target),
        Optional.of(source),
        sourceRegistry,
        form,
        () -> credentials,
        connection,
        dryRun);
  }

  PushResult push(ImageLocation source, String target) {
    return engine().push(request(source, target), listener);
  }

  /** The failure of a push. */
  BerthException refused(ImageLocation source, String target) {
    return assertThrows(BerthException.class, () -> push(source, target));
  }

  /** Pushes the image, and requires that the registry has exactly it. */
  void requirePushed(SampleImage image) {
    push(image.layout(), "team/app:1");
    assertArrayEquals(image.manifest(), registry.manifest("team/app", "1").orElseThrow());
    for (byte[] layer : image.compressedLayers()) {
      assertTrue(registry.blob("team/app", Digests.of(layer).toString()).isPresent());
    }
  }

  /** The failure of a push, after which the registry has neither a tag nor an open upload. */
  BerthException failure(SampleImage image, ErrorCode code) {
    BerthException e = assertThrows(BerthException.class, () -> push(image.layout(), "team/app:1"));
    assertEquals(code, e.code(), e::getMessage);
    assertEquals(Optional.empty(), registry.manifest("team/app", "1"));
    assertEquals(0, registry.openUploads());
    return e;
  }

  /** How many requests began so, for instance {@code POST /v2/}. */
  long count(String request) {
    return registry.requests().stream().filter(it -> it.startsWith(request)).count();
  }

  RecordingListener listener() {
    return listener;
  }

  @Override
  public void close() {
    engine.ifPresent(DirectEngine::close);
    engine = Optional.empty();
  }
}
