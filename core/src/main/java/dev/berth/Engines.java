package dev.berth;

import dev.berth.push.PushEngine;
import dev.berth.push.RateLimit;
import dev.berth.push.direct.DirectEngine;
import dev.berth.push.docker.DockerEngine;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The push engines. Direct pushes share an engine, and thereby connections, logins and caches.
 *
 * @see "docs/decisions/0020-core-depends-on-push.md"
 */
final class Engines implements AutoCloseable {
  private final Map<String, String> environment;
  private final Path userHome;
  private final Path cache;
  private final RateLimit rate;
  private final Map<DirectEngine.Options, DirectEngine> direct = new ConcurrentHashMap<>();
  private volatile boolean cancelled;

  /**
   * @param cache the cache folder of direct pushes
   * @param rate limits all uploads of direct pushes
   */
  Engines(Map<String, String> environment, Path userHome, Path cache, RateLimit rate) {
    this.rate = rate;
    this.environment = environment;
    this.userHome = userHome;
    this.cache = cache;
  }

  /**
   * The engine for a push.
   *
   * @throws BerthException {@link ErrorCode#ENGINE} when no Docker engine can be used
   */
  PushEngine open(PushOptions options) {
    return options.chosen() == PushOptions.Engine.DOCKER ? docker() : direct(options);
  }

  private DockerEngine docker() {
    return DockerEngine.find(environment, userHome, DockerEngine.IDLE_LIMIT);
  }

  private DirectEngine direct(PushOptions options) {
    DirectEngine engine =
        direct.computeIfAbsent(
            new DirectEngine.Options(options.jobs(), rate),
            it -> new DirectEngine(it, cache, name -> docker().exported(name)));
    if (cancelled) {
      engine.cancel();
    }
    return engine;
  }

  /** The steps of the running direct pushes, in words. */
  List<String> steps() {
    return direct.values().stream().flatMap(engine -> engine.steps().stream()).toList();
  }

  /** Ends the running direct pushes and all later ones. Called by another thread. */
  void cancel() {
    cancelled = true;
    direct.values().forEach(DirectEngine::cancel);
  }

  @Override
  public void close() {
    direct.values().forEach(DirectEngine::close);
  }
}
