package dev.berth;

import dev.berth.push.PushEngine;
import dev.berth.push.direct.DirectEngine;
import dev.berth.push.docker.DockerEngine;
import dev.berth.spi.BerthException;
import dev.berth.spi.ErrorCode;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The push engines. Direct pushes of one program share an engine, and so connections, logins and
 * what is known of the registry.
 *
 * @see "docs/decisions/0020-core-depends-on-push.md"
 */
final class Engines implements AutoCloseable {
  private final Map<String, String> environment;
  private final Path userHome;
  private final Path cache;
  private final Map<DirectEngine.Options, DirectEngine> direct = new ConcurrentHashMap<>();
  private volatile boolean cancelled;

  /**
   * Opens nothing yet.
   *
   * @param cache the folder in which direct pushes remember what they found out
   */
  Engines(Map<String, String> environment, Path userHome, Path cache) {
    this.environment = environment;
    this.userHome = userHome;
    this.cache = cache;
  }

  /**
   * The engine for a push.
   *
   * @throws BerthException {@link ErrorCode#ENGINE} when the settings name no Docker engine that
   *     can be used, {@link ErrorCode#INVALID} for options that are not valid
   */
  PushEngine open(PushOptions options) {
    return options.chosen() == PushOptions.Engine.DOCKER ? docker() : direct(options);
  }

  private DockerEngine docker() {
    return DockerEngine.find(environment, userHome, DockerEngine.IDLE_LIMIT);
  }

  private DirectEngine direct(PushOptions options) {
    if (options.jobs() < 1 || options.jobs() > PushOptions.MAX_JOBS) {
      throw new BerthException(
          ErrorCode.INVALID,
          "the number of jobs is from 1 to %d, not %d"
              .formatted(PushOptions.MAX_JOBS, options.jobs()));
    }
    DirectEngine engine =
        direct.computeIfAbsent(
            new DirectEngine.Options(options.compression(), options.jobs()),
            it -> new DirectEngine(it, cache, name -> docker().exported(name)));
    if (cancelled) {
      engine.cancel();
    }
    return engine;
  }

  /** Ends the direct pushes that run, and all later ones. For another thread than theirs. */
  void cancel() {
    cancelled = true;
    direct.values().forEach(DirectEngine::cancel);
  }

  @Override
  public void close() {
    direct.values().forEach(DirectEngine::close);
  }
}
